import type { UseMessages } from '@vestnik/sdk/react';
import { useState } from 'react';

import { countNewer } from './unreadMessages.ts';

export function newestIdOf({ messages }: UseMessages): number {
  return messages.at(-1)?.id ?? 0;
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
  return isNewestSeen ? 0 : countNewer(timeline.messages, seenId, ownId);
}
