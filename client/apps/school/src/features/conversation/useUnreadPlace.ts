import { useEffect, useState } from 'react';

import type { Feed } from './feed.ts';
import { firstUnreadId, UNREAD_SEARCH_LIMIT } from './unread.ts';

type Place = { readonly isKnown: false } | { readonly isKnown: true; readonly id: number | null };

/**
 * Where the divider of new messages goes, decided once, when the chat is opened; loads older pages
 * as long as it is not among what is there. Reading the chat does not move it.
 */
export function useUnreadPlace(feed: Feed, ownId: number | null, unreadCount: number): Place {
  const [opening] = useState(() =>
    ownId === null || unreadCount === 0
      ? null
      : { ownId, unreadCount, newestId: feed.messages.at(-1)?.id ?? 0 },
  );
  const [settled, setSettled] = useState<Place>(
    opening ? { isKnown: false } : { isKnown: true, id: null },
  );

  const found = opening && !settled.isKnown ? firstUnreadId(feed.messages, opening) : null;
  const isWorthLooking =
    found === null &&
    feed.hasOlder &&
    feed.error === null &&
    feed.messages.length < UNREAD_SEARCH_LIMIT;
  const isLooking = !settled.isKnown && isWorthLooking;
  if (!settled.isKnown && !isWorthLooking) setSettled({ isKnown: true, id: found });

  useEffect(() => {
    if (isLooking && !feed.isFetchingOlder) feed.fetchOlder();
  }, [isLooking, feed]);

  return settled;
}
