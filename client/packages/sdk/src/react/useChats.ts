import { useEffect } from 'react';

import type { AdminChatItem, ChatItem } from '../index.ts';
import type { Listed } from '../sync/state/list.ts';
import { useAccount } from './context.ts';
import { useList, type ListView } from './useList.ts';

export interface UseChats extends Omit<ListView<ChatItem>, 'items'> {
  /** Latest activity first. */
  readonly chats: readonly ChatItem[];
  readonly unreadTotal: number;
}

/** The caller's own chats, kept up to date: for whoever is not an admin. */
export function useChats(): UseChats {
  const account = useAccount();
  const isParticipant = account !== null && account.user.role !== 'admin';
  const { items, ...list } = useList(isParticipant ? account.chats : null);
  const unreadTotal = items.reduce((total, chat) => total + chat.unread_count, 0);
  return { chats: items, unreadTotal, ...list };
}

export interface UseChat<Chat = ChatItem> {
  /** Null where the caller may not see it, or it is not here yet. */
  readonly chat: Chat | null;
  readonly isLoading: boolean;
  /** The list could not be read, so nothing is known of the chat. */
  readonly isUnknown: boolean;
  /** Shown from what this browser kept, since the server cannot be asked. */
  readonly isCopy: boolean;
}

/** One of {@link useChats}; further pages of the list are read until it is found. */
export function useChat(chatId: number): UseChat {
  const { chats, ...list } = useChats();
  return useSought(chatId, { items: chats, ...list });
}

export interface UseAdminChats extends Omit<ListView<AdminChatItem>, 'items'> {
  readonly chats: readonly AdminChatItem[];
}

/** All chats with `search` in a participant's name, kept up to date: for admins. */
export function useAdminChats(search: string): UseAdminChats {
  const account = useAccount();
  const isAdmin = account?.user.role === 'admin';
  const { items, ...list } = useList(isAdmin ? account.overviews(search) : null);
  return { chats: items, ...list };
}

/** One of {@link useAdminChats}; further pages of the list are read until it is found. */
export function useAdminChat(chatId: number): UseChat<AdminChatItem> {
  const { chats, ...list } = useAdminChats('');
  return useSought(chatId, { items: chats, ...list });
}

function useSought<Chat extends Listed>(chatId: number, list: ListView<Chat>): UseChat<Chat> {
  const { items, isLoading, isCopy, error, hasMore, isFetchingMore, fetchMore } = list;
  const chat = items.find(({ id }) => id === chatId) ?? null;
  const isSeeking = chat === null && hasMore && error === null;
  useEffect(() => {
    if (isSeeking && !isFetchingMore) fetchMore();
  }, [isSeeking, isFetchingMore, fetchMore]);
  const isUnknown = chat === null && (error !== null || isCopy);
  return { chat, isLoading: isLoading || isSeeking, isUnknown, isCopy };
}
