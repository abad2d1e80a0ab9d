import type { Account, Chat } from '@vestnik/sdk';
import { useState, type ReactNode } from 'react';

export interface ChatListSlots {
  /** In the row of the search field, after its buttons. */
  actions?: ReactNode;
  /** Above the chats; they scroll under it. */
  top?: ReactNode;
  /** Instead of the chats while the user has none. */
  emptyState?: ReactNode;
  /** Chats about one listing stand together, under its name. */
  groupsByListing?: boolean;
  /** Which chats are listed; absent: all. Keep it the same function while it answers the same. */
  isListed?: (chat: Chat) => boolean;
}

/** What the list of own chats and that of all chats have in common. */
export interface ChatListState {
  readonly user: Account;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** The error of an action in a chat's menu. */
  readonly failure: unknown;
  readonly setFailure: (failure: unknown) => void;
  /** What an action in a chat's menu did, where the list does not show it. */
  readonly notice: string | null;
  readonly setNotice: (notice: string | null) => void;
  /** The group whose details are shown. */
  readonly detailsId: number | null;
  readonly setDetailsId: (chatId: number | null) => void;
  readonly slots: ChatListSlots;
}

export function useChatListState(
  user: Account,
  search: Pick<ChatListState, 'query' | 'onQuery'>,
  slots: ChatListSlots,
): ChatListState {
  const [failure, setFailure] = useState<unknown>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [detailsId, setDetailsId] = useState<number | null>(null);
  return {
    user,
    ...search,
    failure,
    setFailure,
    notice,
    setNotice,
    detailsId,
    setDetailsId,
    slots,
  };
}
