import type { PendingMessage, UploadProgress } from '../index.ts';
import { useChatClient } from './context.ts';
import { useStore } from './useStore.ts';

const NO_MESSAGES: readonly PendingMessage[] = [];
const NO_PROGRESS: UploadProgress = new Map();

/** The user's messages of all chats that are not sent yet. */
export function useOutbox(): readonly PendingMessage[] {
  return useStore(useChatClient()?.outbox.state, NO_MESSAGES);
}

/** Parts of files in the outbox that are uploaded, 0 to 1, by the ids of the files. */
export function useUploadProgress(): UploadProgress {
  return useStore(useChatClient()?.sender.progress, NO_PROGRESS);
}
