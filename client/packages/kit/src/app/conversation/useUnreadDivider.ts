import { useEffect, useState } from 'react';

import type { UseMessages } from '@vestnik/sdk/react';
import { firstUnreadId, UNREAD_SEARCH_LIMIT } from './unreadMessages.ts';

type Place = { readonly isKnown: false } | { readonly isKnown: true; readonly id: number | null };

/**
 * Where the divider of new messages goes, decided once, when the chat is opened; loads older pages
 * as long as it is not among what is there. Reading the chat does not move it.
 */
export function useUnreadDivider(
  timeline: UseMessages,
  ownId: number | null,
  unreadCount: number,
): Place {
  const [opening] = useState(() =>
    ownId === null || unreadCount === 0
      ? null
      : { ownId, unreadCount, newestId: timeline.messages.at(-1)?.id ?? 0 },
  );
  const [settled, setSettled] = useState<Place>(
    opening ? { isKnown: false } : { isKnown: true, id: null },
  );

  const found = opening && !settled.isKnown ? firstUnreadId(timeline.messages, opening) : null;
  const isWorthLooking =
    found === null &&
    timeline.hasOlder &&
    timeline.error === null &&
    timeline.messages.length < UNREAD_SEARCH_LIMIT;
  const isLooking = !settled.isKnown && isWorthLooking;
  if (!settled.isKnown && !isWorthLooking) setSettled({ isKnown: true, id: found });

  useEffect(() => {
    if (isLooking && !timeline.isFetchingOlder) timeline.fetchOlder();
  }, [isLooking, timeline]);

  return settled;
}
