import type { Chat } from '@vestnik/sdk';
import { useChats, useSession } from '@vestnik/sdk/react';
import { useEffect } from 'react';

export type Side = 'buyer' | 'seller';

/** Whether the visitor is on this side of a chat. */
export function isOnSide(chat: Chat, ownId: number, side: Side): boolean {
  return (chat.listing?.seller_id === ownId) === (side === 'seller');
}

/** The visitor's unread messages on one side, without those of muted chats. */
export function useUnreadMessages(side: Side): number {
  const ownId = useSession().user?.id ?? 0;
  const { data: chats = [], ...list } = useChats({ filter: 'unread' });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  // All of them count, also those at the end of a long list.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return chats
    .filter((chat) => isOnSide(chat, ownId, side) && !chat.me.muted)
    .reduce((sum, { unread_count }) => sum + unread_count, 0);
}
