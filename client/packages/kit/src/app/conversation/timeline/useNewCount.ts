import type { UseMessages } from '@vestnik/sdk/react';
import { useState } from 'react';

import { messagesOf } from '../messagesOf.ts';
import { countNewer } from './unreadMessages.ts';

export function newestIdOf(timeline: UseMessages): number {
  return messagesOf(timeline).at(-1)?.id ?? 0;
}

/** How many messages of others came since the end was last on screen. */
export function useNewCount(
  timeline: UseMessages,
  ownId: number | null,
  unreadFrom: number | null,
  isNewestSeen: boolean,
): number {
  const newestId = newestIdOf(timeline);
  const [seenId, setSeenId] = useState(unreadFrom === null ? newestId : unreadFrom - 1);
  if (isNewestSeen && seenId !== newestId) setSeenId(newestId);
  return isNewestSeen ? 0 : countNewer(messagesOf(timeline), seenId, ownId);
}
