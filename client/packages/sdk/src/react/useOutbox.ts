import type { ApiError, Delays, PendingMessage, UploadProgress } from '../index.ts';
import { useChatClient } from './context.ts';
import { useStore } from './useStore.ts';

const NO_MESSAGES: readonly PendingMessage[] = [];
const NO_DELAYS: Delays = new Map();
const NO_PROGRESS: UploadProgress = new Map();

/** The user's messages of all chats that are not sent yet. */
export function useOutbox(): readonly PendingMessage[] {
  return useStore(useChatClient()?.outbox.state, NO_MESSAGES);
}

/** Why the server makes a chat's next message wait, such as `rate_limited`; null: it does not. */
export function useSendingDelay(chatId: number): ApiError | null {
  return useStore(useChatClient()?.outbox.delays, NO_DELAYS).get(chatId) ?? null;
}

/** Parts of files in the outbox that are uploaded, 0 to 1, by the ids of the files. */
export function useUploadProgress(): UploadProgress {
  return useStore(useChatClient()?.sender.progress, NO_PROGRESS);
}
