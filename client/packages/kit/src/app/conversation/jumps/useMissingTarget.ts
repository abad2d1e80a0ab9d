import type { UseMessages } from '@vestnik/sdk/react';
import { useState } from 'react';

import { messagesOf } from '../messagesOf.ts';

/** Whether the message that was jumped to is not there: it is deleted, or of another chat. */
export function useMissingTarget(timeline: UseMessages, targetId: number | null): boolean {
  // A message that was shown and is then deleted needs no notice.
  const [foundId, setFoundId] = useState<number | null>(null);
  const isFound = messagesOf(timeline).some(({ id }) => id === targetId);
  if (isFound && foundId !== targetId) setFoundId(targetId);
  const isAnswered = timeline.isFetched && timeline.error === null;
  return targetId !== null && isAnswered && !isFound && foundId !== targetId;
}
