import { useEffect, useState, type RefObject } from 'react';

/** This near to the end counts as there: less than a line of text. */
export const END_THRESHOLD_PX = 24;

/**
 * Whether the end of the log is on screen; null until the log was laid out. When the log's own room
 * changes (a growing composer, a phone's keyboard), the end stays where it was seen.
 */
export function useAtEnd(
  log: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  scrollToEnd: () => void,
): boolean | null {
  const [isAtEnd, setAtEnd] = useState<boolean | null>(null);

  useEffect(() => {
    const element = log.current;
    const inner = content.current;
    if (!element || !inner) return;

    let wasAtEnd = false;
    let height = element.clientHeight;
    const look = () => {
      const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
      wasAtEnd = distance <= END_THRESHOLD_PX;
      setAtEnd(wasAtEnd);
    };
    const observer = new ResizeObserver(() => {
      const hasOtherRoom = element.clientHeight !== height;
      height = element.clientHeight;
      if (hasOtherRoom && wasAtEnd) scrollToEnd();
      look();
    });
    observer.observe(element);
    observer.observe(inner);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [log, content, scrollToEnd]);

  return isAtEnd;
}
