import { useConnection } from '@vestnik/sdk/react';
import { useEffect, useEffectEvent } from 'react';

import type { UseMessages } from '@vestnik/sdk/react';

/** Asks for what is above or below as one comes near it; again after a connection was lost. */
export function useLoadMoreMessages(
  timeline: UseMessages,
  isNearTop: boolean,
  isNearBottom: boolean,
): void {
  const connection = useConnection().data;
  const wantsOlder = isNearTop && timeline.hasPreviousPage && !timeline.isFetchingPreviousPage;
  const wantsNewer = isNearBottom && timeline.hasNextPage && !timeline.isFetchingNextPage;
  // After an error nothing is asked for by itself: it would fail again and again.
  const mayAsk = timeline.error === null;

  useEffect(() => {
    if (wantsOlder && mayAsk) timeline.fetchPreviousPage();
  }, [wantsOlder, mayAsk, timeline]);
  useEffect(() => {
    if (wantsNewer && mayAsk) timeline.fetchNextPage();
  }, [wantsNewer, mayAsk, timeline]);

  const tryAgain = useEffectEvent(() => {
    if (timeline.error?.kind !== 'network') return;
    if (wantsOlder) timeline.fetchPreviousPage();
    else if (wantsNewer) timeline.fetchNextPage();
  });
  useEffect(() => {
    if (connection === 'live') tryAgain();
  }, [connection]);
}
