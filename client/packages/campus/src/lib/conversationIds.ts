/** Conversations have UUIDs here and numbers in the native API. Neither changes. */
import { toVestnikError, type ChatClient, type VestnikError } from '@vestnik/sdk';
import { useStore } from '@vestnik/sdk/react';
import { useEffect, useState } from 'react';

const chatIds = new Map<string, number>();

/** Of a chat that is loaded; null for others. */
function loadedChatId(chatClient: ChatClient, conversationId: string): number | null {
  const { entries } = chatClient.chats.state.get();
  const chatId = entries.find(({ chat }) => chat.uuid === conversationId)?.chat.id;
  // Not lost when it leaves the list.
  if (chatId !== undefined) chatIds.set(conversationId, chatId);
  return chatId ?? chatIds.get(conversationId) ?? null;
}

/** Rejects with a `VestnikError`. */
export async function findChatId(chatClient: ChatClient, conversationId: string): Promise<number> {
  const loaded = loadedChatId(chatClient, conversationId);
  if (loaded !== null) return loaded;
  const { value } = await chatClient.api.chatByUuid(conversationId);
  chatIds.set(conversationId, value.id);
  return value.id;
}

/** Rejects with a `VestnikError`. */
export async function findConversationId(chatClient: ChatClient, chatId: number): Promise<string> {
  const listed = chatClient.chats.find(chatId) ?? (await chatClient.api.chat(chatId)).value;
  const conversationId = listed.uuid;
  chatIds.set(conversationId, chatId);
  return conversationId;
}

export interface FoundChat {
  /** Null until it is found. */
  readonly chatId: number | null;
  readonly error: VestnikError | null;
}

interface Failure {
  readonly conversationId: string;
  readonly error: VestnikError;
}

const EMPTY: ReturnType<ChatClient['chats']['state']['get']> | null = null;

/** The chat of a conversation: from the list, or else requested. */
export function useChatId(chatClient: ChatClient | null, conversationId: string | null): FoundChat {
  const list = useStore(chatClient?.chats.state, EMPTY);
  const connection = useStore(chatClient?.connection, 'connecting');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [, setFound] = useState(0);
  const isUnknown = chatClient === null || conversationId === null;
  const chatId = isUnknown ? null : loadedChatId(chatClient, conversationId);
  const error = failure?.conversationId === conversationId ? failure.error : null;
  const isRefused = error !== null && !error.isTemporary;
  const isListShown = list !== null && (list.isLoaded || list.isCopy);
  const isAsked = chatId === null && !isRefused && isListShown;

  useEffect(() => {
    chatClient?.chats.ensureLoaded();
  }, [chatClient]);
  useEffect(() => {
    if (chatClient === null || conversationId === null || !isAsked) return;
    let isCurrent = true;
    findChatId(chatClient, conversationId).then(
      (found) => {
        if (isCurrent) setFound(found);
      },
      (thrown: unknown) => {
        if (isCurrent) setFailure({ conversationId, error: toVestnikError(thrown) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [chatClient, conversationId, isAsked, connection]);
  return { chatId, error: chatId === null ? error : null };
}
