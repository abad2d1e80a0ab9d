import { useEffect, useState } from 'react';

import type { UseMessages } from '@vestnik/sdk/react';
import { messagesOf } from '../messagesOf.ts';
import { firstUnreadId, UNREAD_SEARCH_LIMIT } from './unreadMessages.ts';

type Divider = { readonly isKnown: false } | { readonly isKnown: true; readonly id: number | null };

/**
 * Where the divider of new messages goes, decided once, when the chat is opened; loads older pages
 * as long as it is not among what is there. Reading the chat does not move it.
 */
export function useUnreadDivider(
  timeline: UseMessages,
  ownId: number | null,
  unreadCount: number,
): Divider {
  const messages = messagesOf(timeline);
  const [opening] = useState(() =>
    ownId === null || unreadCount === 0
      ? null
      : { ownId, unreadCount, newestId: messages.at(-1)?.id ?? 0 },
  );
  const [settled, setSettled] = useState<Divider>(
    opening ? { isKnown: false } : { isKnown: true, id: null },
  );

  const found = opening && !settled.isKnown ? firstUnreadId(messages, opening) : null;
  const isWorthLooking =
    found === null &&
    timeline.hasPreviousPage &&
    timeline.error === null &&
    messages.length < UNREAD_SEARCH_LIMIT;
  const isLooking = !settled.isKnown && isWorthLooking;
  if (!settled.isKnown && !isWorthLooking) setSettled({ isKnown: true, id: found });

  useEffect(() => {
    if (isLooking && !timeline.isFetchingPreviousPage) timeline.fetchPreviousPage();
  }, [isLooking, timeline]);

  return settled;
}
