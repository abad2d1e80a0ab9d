import { useConnection } from '@vestnik/sdk/react';
import { useEffect, useEffectEvent } from 'react';

import type { Feed } from './feed.ts';

/** Asks for what is above or below as one comes near it; again after a connection was lost. */
export function useHistoryPages(feed: Feed, isNearTop: boolean, isNearBottom: boolean): void {
  const connection = useConnection();
  const wantsOlder = isNearTop && feed.hasOlder && !feed.isFetchingOlder;
  const wantsNewer = isNearBottom && feed.hasNewer && !feed.isFetchingNewer;
  // After an error nothing is asked for by itself: it would fail again and again.
  const mayAsk = feed.error === null;

  useEffect(() => {
    if (wantsOlder && mayAsk) feed.fetchOlder();
  }, [wantsOlder, mayAsk, feed]);
  useEffect(() => {
    if (wantsNewer && mayAsk) feed.fetchNewer();
  }, [wantsNewer, mayAsk, feed]);

  const tryAgain = useEffectEvent(() => {
    if (feed.error?.kind !== 'network') return;
    if (wantsOlder) feed.fetchOlder();
    else if (wantsNewer) feed.fetchNewer();
  });
  useEffect(() => {
    if (connection === 'live') tryAgain();
  }, [connection]);
}
