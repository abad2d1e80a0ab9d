import { useMarkRead } from '@vestnik/sdk/react';
import { useEffect } from 'react';

import { usePageVisible } from './usePageVisible.ts';

/** Marks the chat read up to `seenId` as soon as somebody can have seen it; 0 is nothing. */
export function useMarkReadWhenVisible(chatId: number, ownId: number | null, seenId: number): void {
  const markRead = useMarkRead(chatId);
  const isVisible = usePageVisible();
  // An onlooker reads without a trace.
  const isReading = ownId !== null && isVisible && seenId > 0;

  useEffect(() => {
    if (isReading) markRead(seenId);
  }, [isReading, markRead, seenId]);
}
