import { useMarkRead } from '@vestnik/sdk/react';
import { useEffect, useRef } from 'react';

import { useIsChatShown } from '../../visibility/index.tsx';
import { usePageVisible } from './usePageVisible.ts';

/**
 * Marks the chat read up to `seenId` once the page is looked at; 0: nothing to mark. Each message is marked once, so
 * that a chat that is marked unread while it is open stays so until a newer one is seen, or it is opened again.
 */
export function useMarkReadWhenVisible(chatId: number, ownId: number | null, seenId: number): void {
  const { mutate: markRead } = useMarkRead(chatId);
  const isShown = useIsChatShown();
  const isVisible = usePageVisible() && isShown;
  // Observers leave no read marks.
  const isReading = ownId !== null && isVisible && seenId > 0;
  const marked = useRef(0);

  useEffect(() => {
    if (!isReading || seenId <= marked.current) return;
    marked.current = seenId;
    markRead(seenId);
  }, [isReading, markRead, seenId]);
}
