import { useCallback, useMemo } from 'react';

import type { Message } from '../index.ts';
import { useAccount } from './context.ts';

export interface UseSendMessage {
  /** Shows up in `useMessages().pending` at once, and outlives the page until it is sent. */
  readonly send: (content: string) => void;
  /** Sends a refused one again. */
  readonly retry: (clientId: string) => void;
  /** Takes back one that was not sent. */
  readonly discard: (clientId: string) => void;
}

export function useSendMessage(chatId: number): UseSendMessage {
  const outbox = useAccount()?.outbox;
  return useMemo(
    () => ({
      send: (content) => void outbox?.add({ chatId, content }),
      retry: (clientId) => void outbox?.retry(clientId),
      discard: (clientId) => void outbox?.discard(clientId),
    }),
    [outbox, chatId],
  );
}

export interface UseDeleteMessage {
  /** Rejects with a `VestnikError`. */
  readonly deleteMessage: (message: Message) => Promise<void>;
}

export function useDeleteMessage(): UseDeleteMessage {
  const account = useAccount();
  const deleteMessage = useCallback(
    async (message: Message) => account?.deleteMessage(message),
    [account],
  );
  return { deleteMessage };
}

/** Marks a chat read up to a message. Cheap to call often: what is known is not told again. */
export function useMarkRead(chatId: number): (upToId: number) => void {
  const marks = useAccount()?.readMarks;
  return useCallback((upToId: number) => marks?.mark(chatId, upToId), [marks, chatId]);
}
