import {
  useEffectEvent,
  useLayoutEffect,
  useState,
  type PointerEventHandler,
  type RefObject,
} from 'react';

import type { VoiceControls } from './useVoiceRecorder.ts';
import { releaseOutcome, slideOf, type Slide } from './voiceGesture.ts';
import { pressOf, type Press } from './voicePress.ts';

export interface HoldToRecord {
  /** A finger or a mouse button holds the recording. */
  readonly isHeld: boolean;
  readonly slide: Slide;
  /** For the button. */
  readonly onPointerDown: PointerEventHandler<HTMLElement>;
}

interface HoldOptions {
  readonly controls: VoiceControls;
  /** Its direction of writing decides which side cancels. */
  readonly anchor: RefObject<HTMLElement | null>;
  /** Holds the button already. */
  readonly initial: Press | null;
}

/** Records while a pointer holds the button; where it slides to decides what becomes of that. */
export function useHoldToRecord({ controls, anchor, initial }: HoldOptions): HoldToRecord {
  const { state, start, finish, cancel } = controls;
  const [press, setPress] = useState(initial);
  const [slide, setSlide] = useState<Slide>('none');

  const endPress = () => {
    setPress(null);
    setSlide('none');
  };
  const move = useEffectEvent((event: PointerEvent) => {
    if (press?.pointerId !== event.pointerId) return;
    const isRtl = anchor.current !== null && getComputedStyle(anchor.current).direction === 'rtl';
    const next = slideOf(event.clientX - press.x, event.clientY - press.y, isRtl);
    setSlide(next);
    if (next === 'lock') endPress();
  });
  const release = useEffectEvent((event: PointerEvent) => {
    if (press?.pointerId !== event.pointerId) return;
    const outcome =
      event.type === 'pointerup' ? releaseOutcome(slide, event.timeStamp - press.at) : 'cancel';
    endPress();
    if (outcome === 'cancel') cancel();
    // While the browser still asks for the microphone there is nothing to send.
    else if (outcome === 'finish' && state.kind === 'recording') finish();
  });
  const isHeld = press !== null;
  // Before the browser handles further input, which may be the release.
  useLayoutEffect(() => {
    if (!isHeld) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    // Not on the button: the pointer may have gone down on the one that this one replaced.
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', release, { signal });
    window.addEventListener('pointercancel', release, { signal });
    return () => {
      controller.abort();
    };
  }, [isHeld]);

  return {
    isHeld,
    slide,
    onPointerDown: (event) => {
      const next = pressOf(event);
      if (next === null || state.kind !== 'idle') return;
      setPress(next);
      start();
    },
  };
}
