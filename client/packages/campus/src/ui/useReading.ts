import { useEffect, useRef } from 'react';

import { useMarkRead } from '../model/services/chatQueries.ts';

/** Marks a conversation read while its end is in sight and the page is looked at. */
export function useReading(
  conversationId: string,
  newestId: string | undefined,
  isAtEnd: boolean,
  sendRead: () => boolean,
): void {
  const { mutate } = useMarkRead();
  const told = useRef<string | undefined>(undefined);
  useEffect(() => {
    const tell = (): void => {
      const isSeen = isAtEnd && document.visibilityState === 'visible';
      if (!isSeen || newestId === undefined || told.current === newestId) return;
      told.current = newestId;
      if (!sendRead()) mutate(conversationId);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
    };
  }, [conversationId, newestId, isAtEnd, sendRead, mutate]);
}
