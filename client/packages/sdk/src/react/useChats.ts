import { useCallback, useEffect, useMemo, useState } from 'react';

import type { Chat, ChatClient, ChatList, ChatsScope, VestnikError } from '../index.ts';
import { EMPTY_LIST } from '../sync/state/list.ts';
import { NONE_UNREAD, UnreadCounter, type UnreadCounts } from '../sync/unreadCounter.ts';
import { useChatClient } from './context.ts';
import { useStore } from './useStore.ts';

/** A paged list as a component shows it. */
export interface ListView<Item> {
  readonly items: readonly Item[];
  /** The first page is not loaded yet. */
  readonly isLoading: boolean;
  /** Shown from the local copy, since the server cannot be reached. */
  readonly isCopy: boolean;
  readonly error: VestnikError | null;
  readonly hasMore: boolean;
  readonly isFetchingMore: boolean;
  readonly fetchMore: () => void;
  readonly refetch: () => void;
}

export interface UseChats extends Omit<ListView<Chat>, 'items'> {
  /** Pinned ones first, then latest activity. */
  readonly chats: readonly Chat[];
}

/** The user's chats, kept up to date; those that match `q`, of one filter. */
export function useChats({ filter = 'all', q = '' }: ChatsScope = {}): UseChats {
  const chatClient = useChatClient();
  const list = useMemo(() => chatClient?.list({ filter, q }) ?? null, [chatClient, filter, q]);
  const { items, isLoading, isCopy, error, hasMore, isFetchingMore, fetchMore, refetch } =
    useChatList(list);
  return { chats: items, isLoading, isCopy, error, hasMore, isFetchingMore, fetchMore, refetch };
}

export interface UseChat {
  /** Null if the user may not see it, or if it is not loaded yet. */
  readonly chat: Chat | null;
  readonly isLoading: boolean;
  /** Read from the server, and kept up to date since. */
  readonly isLoaded: boolean;
  readonly isCopy: boolean;
  readonly error: VestnikError | null;
  readonly refetch: () => void;
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
  const own = useChatList(single);
  useEffect(() => {
    chatClient?.chats.ensureLoaded();
  }, [chatClient]);
  const current = listed ?? own.items[0] ?? null;
  const [shown, setShown] = useState(current);
  // A chat that leaves the list is read by itself: until then it is shown as it was.
  if (current !== null && current !== shown) setShown(current);
  const isLoading = current === null && (single === null ? !isMissing : own.isLoading);
  const chat = current ?? (isLoading && shown?.id === chatId ? shown : null);
  return {
    chat,
    isLoading: isLoading && chat === null,
    isLoaded: listed === null ? current !== null && own.isLoaded : all.isLoaded,
    isCopy: listed === null ? own.isCopy : all.isCopy && all.error !== null,
    error: listed === null ? own.error : all.error,
    refetch: own.refetch,
  };
}

export type UseUnread = UnreadCounts;

/** Unread counts over all chats, without the muted ones. */
export function useUnread(): UseUnread {
  const chatClient = useChatClient();
  return useStore(chatClient && counterOf(chatClient), NONE_UNREAD);
}

const counters = new WeakMap<ChatClient, UnreadCounter>();

function counterOf(chatClient: ChatClient): UnreadCounter {
  const openUnread = (): ChatList => chatClient.list({ filter: 'unread' });
  const counter = counters.get(chatClient) ?? new UnreadCounter(chatClient.chats, openUnread);
  counters.set(chatClient, counter);
  return counter;
}

/** A live list, read when it is first shown. */
function useChatList(list: ChatList | null): ListView<Chat> & { readonly isLoaded: boolean } {
  const state = useStore(list?.state, EMPTY_LIST);
  useEffect(() => {
    list?.ensureLoaded();
  }, [list]);
  const items = useMemo(() => state.entries.map(({ chat }) => chat), [state.entries]);
  const fetchMore = useCallback(() => void list?.fetchMore(), [list]);
  const refetch = useCallback(() => void list?.refresh(), [list]);
  return {
    items,
    isLoaded: state.isLoaded,
    isLoading: !state.isLoaded && !state.isCopy && state.error === null,
    isCopy: state.isCopy && state.error !== null,
    error: state.error,
    hasMore: state.nextCursor !== null,
    isFetchingMore: state.isFetchingMore,
    fetchMore,
    refetch,
  };
}
