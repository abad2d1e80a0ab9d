import { useMarkRead } from '@vestnik/sdk/react';
import { useEffect } from 'react';

import { useIsChatShown } from '../../visibility/index.tsx';
import { usePageVisible } from './usePageVisible.ts';

/** Marks the chat read up to `seenId` once the page is looked at; 0: nothing to mark. */
export function useMarkReadWhenVisible(chatId: number, ownId: number | null, seenId: number): void {
  const { mutate: markRead } = useMarkRead(chatId);
  const isShown = useIsChatShown();
  const isVisible = usePageVisible() && isShown;
  // Observers leave no read marks.
  const isReading = ownId !== null && isVisible && seenId > 0;

  useEffect(() => {
    if (isReading) markRead(seenId);
  }, [isReading, markRead, seenId]);
}
