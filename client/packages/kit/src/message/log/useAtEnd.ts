import { useEffect, useState, type RefObject } from 'react';

/** This near to the end counts as there: less than a line of text. */
export const END_THRESHOLD_PX = 24;
/** Heights are rounded, so this near is the end itself. */
const ROUNDING_PX = 1;

/**
 * Whether the end of the log is on screen; null until the log was laid out. Once it was, the end stays on
 * screen until the user scrolls up: while messages arrive, rows get their heights, or the log's own room
 * changes (a growing composer, a phone's keyboard).
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

    let isFollowing = false;
    let scrollTop = element.scrollTop;
    /** Returns the distance to the end in pixels. */
    const look = (): number => {
      const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
      const isNow = distance <= END_THRESHOLD_PX;
      // Arriving messages move the end, and never the log up. A log that shrinks stays at its end.
      if (element.scrollTop < scrollTop - 1 && distance > ROUNDING_PX) isFollowing = false;
      else if (isNow) isFollowing = true;
      scrollTop = element.scrollTop;
      setAtEnd(isNow);
      return distance;
    };
    const observer = new ResizeObserver(() => {
      // Follows growth below the threshold too, which would cut the last line.
      if (look() <= ROUNDING_PX || !isFollowing) return;
      scrollToEnd();
      look();
    });
    observer.observe(element);
    observer.observe(inner);
    const onScroll = () => {
      look();
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [log, content, scrollToEnd]);

  return isAtEnd;
}
