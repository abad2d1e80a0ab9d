import { useCallback, useEffect, useMemo, useState } from 'react';

import type { Chat, ChatClient, ChatList, ChatsScope } from '../index.ts';
import { EMPTY_LIST, isFilled } from '../sync/state/list.ts';
import { NONE_UNREAD, UnreadCounter, type UnreadCounts } from '../sync/unreadCounter.ts';
import { useChatClient } from './context.ts';
import { useFetchResult, useListResult, type FetchResult, type ListResult } from './result.ts';
import { useSelected, useStore } from './useStore.ts';

/** The user's chats, pinned ones first, kept up to date; those that match `q`, of one filter. */
export function useChats({ filter = 'all', q = '' }: ChatsScope = {}): ListResult<Chat> {
  const chatClient = useChatClient();
  const list = useMemo(() => chatClient?.list({ filter, q }) ?? null, [chatClient, filter, q]);
  return useChatList(list).chats;
}

/** `data` is null if the user may not see the chat. */
export interface UseChat extends FetchResult<Chat | null> {
  /** Read from the server, and kept up to date since. */
  readonly isFetched: boolean;
}

/** One chat, kept up to date: from the list of chats, or else read by itself. */
export function useChat(chatId: number): UseChat {
  const chatClient = useChatClient();
  const all = useStore(chatClient?.chats.state, EMPTY_LIST);
  const listed = useMemo(
    () => all.entries.find(({ chat }) => chat.id === chatId)?.chat ?? null,
    [all.entries, chatId],
  );
  const isMissing = listed === null && (all.isLoaded || all.error !== null);
  const single = useMemo(
    () => (isMissing ? (chatClient?.chat(chatId) ?? null) : null),
    [chatClient, chatId, isMissing],
  );
  const { chats: own, isFetched: isOwnFetched } = useChatList(single);
  useEffect(() => {
    chatClient?.chats.ensureLoaded();
  }, [chatClient]);
  const current = listed ?? own.data?.[0] ?? null;
  const [shown, setShown] = useState(current);
  // A chat that leaves the list is read by itself: until then it is shown as it was.
  if (current !== null && current !== shown) setShown(current);
  const isLoading = current === null && (single === null ? !isMissing : own.isPending);
  const chat = current ?? (isLoading && shown?.id === chatId ? shown : null);
  const error = listed === null ? own.error : all.error;
  const result = useFetchResult({
    data: chat ?? (own.data !== undefined && error === null ? null : undefined),
    isCopy: listed === null ? own.isCopy : all.isCopy && all.error !== null,
    error,
    refetch: own.refetch,
  });
  const isFetched = listed === null ? current !== null && isOwnFetched : all.isLoaded;
  return useMemo(() => ({ ...result, isFetched }), [result, isFetched]);
}

/** Unread counts over all chats, without the muted ones. */
export function useUnread(): FetchResult<UnreadCounts> {
  const chatClient = useChatClient();
  const chats = chatClient?.chats;
  const counts = useStore(chatClient && counterOf(chatClient), NONE_UNREAD);
  const isKnown = useSelected(chats?.state, isFilled, false);
  const isCopy = useSelected(chats?.state, (state) => state.isCopy && state.error !== null, false);
  const error = useSelected(chats?.state, (state) => state.error, null);
  const refetch = useCallback(() => void chats?.refresh(), [chats]);
  return useFetchResult({ data: isKnown ? counts : undefined, error, isCopy, refetch });
}

const counters = new WeakMap<ChatClient, UnreadCounter>();

function counterOf(chatClient: ChatClient): UnreadCounter {
  const openUnread = (): ChatList => chatClient.list({ filter: 'unread' });
  const counter = counters.get(chatClient) ?? new UnreadCounter(chatClient.chats, openUnread);
  counters.set(chatClient, counter);
  return counter;
}

/** A live list, read when it is first shown, and whether the server has answered. */
function useChatList(list: ChatList | null): {
  readonly chats: ListResult<Chat>;
  readonly isFetched: boolean;
} {
  const state = useStore(list?.state, EMPTY_LIST);
  useEffect(() => {
    list?.ensureLoaded();
  }, [list]);
  const items = useMemo(() => state.entries.map(({ chat }) => chat), [state.entries]);
  const fetchNextPage = useCallback(() => void list?.fetchMore(), [list]);
  const refetch = useCallback(() => void list?.refresh(), [list]);
  const chats = useListResult({
    data: isFilled(state) ? items : undefined,
    isCopy: state.isCopy && state.error !== null,
    error: state.error,
    hasNextPage: state.nextCursor !== null,
    isFetchingNextPage: state.isFetchingMore,
    fetchNextPage,
    refetch,
  });
  return { chats, isFetched: state.isLoaded };
}
