import { useEffect, useRef, type MouseEvent, type PointerEvent } from 'react';

/** Milliseconds that a finger stays down. */
const LONG_MS = 500;
/** Pixels that it may move meanwhile. */
const SLOP_PX = 10;

interface Press {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly x: number;
  readonly y: number;
}

interface LongPressHandlers {
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onContextMenu: (event: MouseEvent) => void;
}

/** Handlers that call `act` where a finger rests on the element. Without `act` there are none. */
export function useLongPress(
  act: ((x: number, y: number) => void) | undefined,
): LongPressHandlers | undefined {
  const press = useRef<Press | null>(null);
  const isTouch = useRef(false);
  const end = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  useEffect(() => end, []);
  if (!act) return undefined;
  return {
    onPointerDown: (event) => {
      end();
      isTouch.current = event.pointerType === 'touch';
      if (!isTouch.current || !event.isPrimary) return;
      const timer = setTimeout(() => {
        press.current = null;
        act(event.clientX, event.clientY);
      }, LONG_MS);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: ({ clientX, clientY }) => {
      const { x, y } = press.current ?? { x: clientX, y: clientY };
      if (Math.hypot(clientX - x, clientY - y) > SLOP_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event) => {
      // The browser's own menu for a long press.
      if (isTouch.current) event.preventDefault();
    },
  };
}
