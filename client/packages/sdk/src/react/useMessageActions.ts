import { useCallback, useMemo } from 'react';

import type { ChatClient, Message, MessageToSend } from '../index.ts';
import { messageDraft } from '../outbox/messageOutbox.ts';
import { useChatClient, useClient } from './context.ts';

export interface UseSend {
  /** Shown in `useMessages().pending` at once; outlives the page until it is sent. */
  readonly send: (message: MessageToSend) => void;
  /** Sends a refused message again. */
  readonly retry: (clientId: string) => void;
  /** Deletes a message that was not sent, and cancels its uploads. */
  readonly discard: (clientId: string) => void;
}

export function useSend(chatId: number): UseSend {
  const outbox = useChatClient()?.outbox;
  return useMemo(
    () => ({
      send: (message) => void outbox?.add(messageDraft(chatId, message)),
      retry: (clientId) => void outbox?.retry(clientId).catch(keepShown),
      discard: (clientId) => void outbox?.discard(clientId).catch(keepShown),
    }),
    [outbox, chatId],
  );
}

/** The browser's storage failed: the message is shown as it was, with the same choices. */
function keepShown(): void {
  // Nothing has changed.
}

/** All of them reject with a `VestnikError`. */
export interface UseMessageActions {
  readonly edit: (message: Message, text: string) => Promise<void>;
  readonly remove: (message: Message) => Promise<void>;
  readonly react: (message: Message, emoji: string, isSet: boolean) => Promise<void>;
  readonly pin: (message: Message, isPinned: boolean) => Promise<void>;
  /** To other chats: sent by the outbox. */
  readonly forward: (message: Message, chatIds: readonly number[]) => void;
  readonly report: (message: Message, reason: string) => Promise<void>;
}

export function useMessageActions(): UseMessageActions {
  const chatClient = useChatClient();
  const { api } = useClient();
  return useMemo(
    () => ({
      edit: async (message, text) => chatClient?.editMessage(message, text),
      remove: async (message) => chatClient?.deleteMessage(message),
      react: async (message, emoji, isSet) => chatClient?.setReaction(message, emoji, isSet),
      pin: (message, isPinned) => api.setPinned(message.chat_id, message.id, isPinned),
      forward: (message, chatIds) => {
        forwardTo(chatClient, message, chatIds);
      },
      report: (message, reason) => api.report(message.id, reason),
    }),
    [chatClient, api],
  );
}

function forwardTo(
  chatClient: ChatClient | null,
  forward: Message,
  chatIds: readonly number[],
): void {
  for (const chatId of chatIds) void chatClient?.outbox.add(messageDraft(chatId, { forward }));
}

/** Marks a chat read up to a message. Calls with a known mark cost nothing. */
export function useMarkRead(chatId: number): (upToId: number) => void {
  const marks = useChatClient()?.readMarks;
  return useCallback((upToId: number) => marks?.mark(chatId, upToId), [marks, chatId]);
}
