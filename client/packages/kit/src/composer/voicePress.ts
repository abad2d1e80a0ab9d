import type { PointerEvent as ReactPointerEvent } from 'react';

/** A pointer that went down on the microphone's button. */
export interface Press {
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  /** Milliseconds, as events count them. */
  readonly at: number;
}

/** Null for other buttons of a mouse, and for further fingers. */
export function pressOf(event: ReactPointerEvent): Press | null {
  if (event.button !== 0 || !event.isPrimary) return null;
  const { pointerId, clientX: x, clientY: y, timeStamp: at } = event;
  return { pointerId, x, y, at };
}
