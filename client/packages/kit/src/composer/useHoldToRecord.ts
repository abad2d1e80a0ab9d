import { useRef, useState, type PointerEvent } from 'react';

import type { VoiceControls } from './useVoiceRecorder.ts';
import { releaseOutcome, slideOf, type Slide } from './voiceGesture.ts';

type Handler = (event: PointerEvent<HTMLButtonElement>) => void;

export interface HoldToRecord {
  /** A finger or a mouse button holds the recording. */
  readonly isHeld: boolean;
  readonly slide: Slide;
  /** For the button. */
  readonly handlers: Readonly<
    Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel', Handler>
  >;
}

interface Press {
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** Records while a pointer holds the button; where it slides to decides what becomes of that. */
export function useHoldToRecord({ state, start, finish, cancel }: VoiceControls): HoldToRecord {
  const press = useRef<Press | null>(null);
  const [isHeld, setIsHeld] = useState(false);
  const [slide, setSlide] = useState<Slide>('none');

  const endPress = () => {
    press.current = null;
    setIsHeld(false);
    setSlide('none');
  };
  const down: Handler = (event) => {
    if (event.button !== 0 || !event.isPrimary || state.kind !== 'idle') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { pointerId, clientX: x, clientY: y, timeStamp: at } = event;
    press.current = { pointerId, x, y, at };
    setIsHeld(true);
    start();
  };
  const move: Handler = (event) => {
    if (press.current?.pointerId !== event.pointerId) return;
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const next = slideOf(event.clientX - press.current.x, event.clientY - press.current.y, isRtl);
    setSlide(next);
    if (next === 'lock') endPress();
  };
  const up: Handler = (event) => {
    if (press.current?.pointerId !== event.pointerId) return;
    const outcome = releaseOutcome(slide, event.timeStamp - press.current.at);
    endPress();
    if (outcome === 'cancel') cancel();
    // While the browser still asks for the microphone there is nothing to send.
    else if (outcome === 'finish' && state.kind === 'recording') finish();
  };
  return {
    isHeld,
    slide,
    handlers: {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: () => {
        endPress();
        cancel();
      },
    },
  };
}
