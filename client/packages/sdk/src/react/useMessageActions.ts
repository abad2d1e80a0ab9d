import { useMemo } from 'react';

import type {
  ChatClient,
  Custom,
  Message,
  MessageToSend,
  NewPoll,
  VestnikError,
} from '../index.ts';
import { messageDraft, queuesOfChat } from '../outbox/messageDraft.ts';
import { useChatClient, useClient } from './context.ts';
import { useSelected } from './useStore.ts';

/** The mutation's errors belong to messages, so there is no `reset` but `retry` and `discard`. */
export interface UseSend {
  /** Shown in `useMessages().pending` at once; outlives the page until it is sent. */
  readonly mutate: (message: MessageToSend) => void;
  /** Messages of the chat are not sent yet. */
  readonly isPending: boolean;
  /** Why the server makes the chat's next message wait, such as `rate_limited`. */
  readonly error: VestnikError | null;
  /** Sends a refused message again. */
  readonly retry: (clientId: string) => void;
  /** Deletes a message that was not sent, and cancels its uploads. */
  readonly discard: (clientId: string) => void;
}

/** Sends texts, files, replies and forwards, through the outbox. */
export function useSend(chatId: number): UseSend {
  const outbox = useChatClient()?.outbox;
  const isPending = useSelected(
    outbox?.state,
    (entries) => entries.some((entry) => entry.chatId === chatId),
    false,
  );
  const [texts, uploads] = queuesOfChat(chatId);
  const error = useSelected(
    outbox?.delays,
    (delays) => delays.get(texts) ?? delays.get(uploads) ?? null,
    null,
  );
  const actions = useMemo(
    () => ({
      mutate: (message: MessageToSend) => void outbox?.add(messageDraft(chatId, message)),
      retry: (clientId: string) => void outbox?.retry(clientId).catch(keepShown),
      discard: (clientId: string) => void outbox?.discard(clientId).catch(keepShown),
    }),
    [outbox, chatId],
  );
  return useMemo(() => ({ ...actions, isPending, error }), [actions, isPending, error]);
}

/** The browser's storage failed: the message is shown as it was, with the same choices. */
function keepShown(): void {
  // Nothing has changed.
}

/** All of them reject with a `VestnikError`. */
export interface UseMessageActions {
  readonly edit: (message: Message, text: string) => Promise<void>;
  /** By a merge patch; null removes all. */
  readonly changeCustom: (message: Message, custom: Custom | null) => Promise<void>;
  readonly remove: (message: Message) => Promise<void>;
  readonly react: (message: Message, emoji: string, isSet: boolean) => Promise<void>;
  /** All options that the user chooses; nothing takes the vote back. */
  readonly vote: (message: Message, optionIds: readonly number[]) => Promise<void>;
  /** Repeating it with the same `clientId` sends no second poll. */
  readonly sendPoll: (chatId: number, poll: NewPoll, clientId: string) => Promise<void>;
  readonly closePoll: (message: Message) => Promise<void>;
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
      changeCustom: async (message, custom) => chatClient?.changeCustom(message, custom),
      remove: async (message) => chatClient?.deleteMessage(message),
      react: async (message, emoji, isSet) => chatClient?.setReaction(message, emoji, isSet),
      vote: async (message, optionIds) => chatClient?.vote(message, optionIds),
      sendPoll: async (chatId, poll, clientId) => chatClient?.sendPoll(chatId, poll, clientId),
      closePoll: async (message) => chatClient?.closePoll(message),
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

export interface UseMarkRead {
  /** Marks the chat read up to a message. Calls with a known mark cost nothing; failed ones repeat. */
  readonly mutate: (upToId: number) => void;
}

export function useMarkRead(chatId: number): UseMarkRead {
  const marks = useChatClient()?.readMarks;
  return useMemo(() => ({ mutate: (upToId) => marks?.mark(chatId, upToId) }), [marks, chatId]);
}
