import type { Chat } from '@vestnik/sdk';
import { useChats, useSession, type ListResult } from '@vestnik/sdk/react';
import { useEffect, useMemo } from 'react';

import { isOnSide, useChatNames, useMarket } from '../MarketContext.tsx';

interface ShownChats extends Omit<ListResult<Chat>, 'data'> {
  readonly chats: readonly Chat[];
  readonly ownId: number | null;
}

const NO_CHATS: readonly Chat[] = [];

/** The visitor's chats on this side, latest activity first, that have `query` in what is shown. */
export function useShownChats(filter: 'all' | 'archived', query: string): ShownChats {
  const { side } = useMarket();
  const { named, listingTitle } = useChatNames();
  const ownId = useSession().user?.id ?? null;
  const { data: chats = NO_CHATS, ...list } = useChats({ filter });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  // Listings group the chats, so all of them are loaded.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const shown = useMemo(() => {
    const wanted = query.trim().toLocaleLowerCase();
    return chats.filter((chat) => {
      if (ownId === null || !isOnSide(chat, ownId, side)) return false;
      if (wanted === '') return true;
      const names = named(chat).members.map(({ user }) => user.name);
      const texts = [...names, listingTitle(chat), chat.last_message?.text ?? ''];
      return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
    });
  }, [chats, ownId, side, query, named, listingTitle]);
  return { chats: shown, ownId, ...list };
}
