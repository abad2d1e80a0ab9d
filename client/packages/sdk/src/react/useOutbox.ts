import type { ApiError, PendingMessage, UploadProgress } from '../index.ts';
import { useChatClient } from './context.ts';
import { useStore } from './useStore.ts';

const NO_MESSAGES: readonly PendingMessage[] = [];
const NO_PROGRESS: UploadProgress = new Map();

/** The user's messages of all chats that are not sent yet. */
export function useOutbox(): readonly PendingMessage[] {
  return useStore(useChatClient()?.outbox.state, NO_MESSAGES);
}

/** Why the server makes the next message wait, such as `rate_limited`; null: it does not. */
export function useSendingDelay(): ApiError | null {
  return useStore<ApiError | null>(useChatClient()?.outbox.delay, null);
}

/** Parts of files in the outbox that are uploaded, 0 to 1, by the ids of the files. */
export function useUploadProgress(): UploadProgress {
  return useStore(useChatClient()?.sender.progress, NO_PROGRESS);
}
