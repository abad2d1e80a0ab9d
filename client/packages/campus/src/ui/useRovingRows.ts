import { RovingRows } from '@vestnik/ui/keyboard';
import { useLayoutEffect, useRef, type RefObject } from 'react';

/** Makes a log one tab stop, in which the arrow keys go from message to message. */
export function useRovingRows(log: RefObject<HTMLElement | null>, rows: unknown): void {
  const roving = useRef<RovingRows | null>(null);
  useLayoutEffect(() => {
    if (log.current === null) return undefined;
    const made = new RovingRows(log.current);
    roving.current = made;
    return () => {
      made.stop();
    };
  }, [log]);
  useLayoutEffect(() => {
    roving.current?.refresh();
  }, [rows]);
}
