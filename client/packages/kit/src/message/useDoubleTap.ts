import { useRef, type MouseEvent } from 'react';

/** Milliseconds and pixels between the two taps of a finger. */
const TAP_MS = 300;
const TAP_PX = 30;

interface Tap {
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

interface DoubleTapHandlers {
  onClick: (event: MouseEvent) => void;
  onDoubleClick: (event: MouseEvent) => void;
}

/**
 * Handlers that call `act` for two taps of a finger or a double click, but not on what has clicks of
 * its own (`ownClicks`) nor where the double click selects a word. Without `act` there are none.
 */
export function useDoubleTap(
  act: (() => void) | undefined,
  ownClicks: string,
): DoubleTapHandlers | undefined {
  const first = useRef<Tap | null>(null);
  const isTouch = useRef(false);
  if (!act) return undefined;
  const isFree = ({ target }: MouseEvent) =>
    target instanceof Element && target.closest(ownClicks) === null;
  return {
    onClick: (event) => {
      const { nativeEvent, timeStamp: at, clientX: x, clientY: y } = event;
      isTouch.current = nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch';
      const before = first.current;
      first.current = null;
      // Not every browser makes a double click of them.
      if (!isTouch.current || !isFree(event)) return;
      if (before && at - before.at <= TAP_MS && Math.hypot(x - before.x, y - before.y) <= TAP_PX) {
        act();
      } else {
        first.current = { at, x, y };
      }
    },
    onDoubleClick: (event) => {
      if (isTouch.current || !isFree(event) || hasSelectedAt(event)) return;
      // Beside the text browsers select the nearest word.
      window.getSelection()?.removeAllRanges();
      act();
    },
  };
}

/** Whether selected text is under the pointer. */
function hasSelectedAt({ clientX, clientY }: MouseEvent): boolean {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed) return false;
  return [...selection.getRangeAt(0).getClientRects()].some(
    ({ left, right, top, bottom }) =>
      left <= clientX && clientX <= right && top <= clientY && clientY <= bottom,
  );
}
