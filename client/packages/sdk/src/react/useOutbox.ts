import type { PendingMessage, UploadProgress } from '../index.ts';
import { useChatClient } from './context.ts';
import { useLiveResult, type LiveResult } from './result.ts';
import { useStore } from './useStore.ts';

export const NO_PENDING: readonly PendingMessage[] = [];
const NO_PROGRESS: UploadProgress = new Map();

/** The user's messages of all chats that are not sent yet. */
export function useOutbox(): LiveResult<readonly PendingMessage[]> {
  return useLiveResult(useStore(useChatClient()?.outbox.state, NO_PENDING));
}

/** Parts of files in the outbox that are uploaded, 0 to 1, by the ids of the files. */
export function useUploadProgress(): LiveResult<UploadProgress> {
  return useLiveResult(useStore(useChatClient()?.sender.progress, NO_PROGRESS));
}
