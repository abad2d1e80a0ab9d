import { IconButton, classes } from '@vestnik/ui';
import { Mic, X } from 'lucide-react';
import { useEffect, useRef, useState, type PointerEvent } from 'react';

import { useComposerStrings, type ComposerStrings } from './strings.ts';
import { releaseOutcome, slideOf, type Slide } from './voiceGesture.ts';
import { VoicePanel } from './VoicePanel.tsx';
import styles from './VoiceRecorder.module.css';
import type { VoiceClip, VoiceError } from './voiceRecording.ts';
import { useVoiceRecorder } from './useVoiceRecorder.ts';

interface VoiceRecorderProps {
  onRecorded: (clip: VoiceClip) => void;
  /** The recording can be listened to before it is sent. */
  hasPreview?: boolean;
  /** It ends at this duration. */
  maxMs?: number;
}

const DEFAULT_MAX_MS = 10 * 60 * 1000;

interface Press {
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/**
 * The microphone's button. Held, it records until it is released; a slide to the side cancels, one
 * upwards locks. A click or a key starts a recording that the panel over the composer ends.
 */
export function VoiceRecorder(props: VoiceRecorderProps) {
  const { onRecorded, hasPreview = false, maxMs = DEFAULT_MAX_MS } = props;
  const t = useComposerStrings();
  const controls = useVoiceRecorder({ maxMs, hasPreview, onRecorded });
  const { state, start, finish, cancel } = controls;
  const press = useRef<Press | null>(null);
  const [isHeld, setIsHeld] = useState(false);
  const [slide, setSlide] = useState<Slide>('none');

  const button = useRef<HTMLSpanElement>(null);
  const isIdle = state.kind === 'idle';
  useEffect(() => {
    // The panel that had the focus is gone.
    const anchor = button.current;
    if (isIdle) return undefined;
    return () => {
      restoreFocus(anchor);
    };
  }, [isIdle]);

  const endPress = () => {
    press.current = null;
    setIsHeld(false);
    setSlide('none');
  };
  const down = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0 || !event.isPrimary || state.kind !== 'idle') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { pointerId, clientX: x, clientY: y, timeStamp: at } = event;
    press.current = { pointerId, x, y, at };
    setIsHeld(true);
    start();
  };
  const move = (event: PointerEvent<HTMLButtonElement>) => {
    if (press.current?.pointerId !== event.pointerId) return;
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const next = slideOf(event.clientX - press.current.x, event.clientY - press.current.y, isRtl);
    setSlide(next);
    if (next === 'lock') endPress();
  };
  const up = (event: PointerEvent<HTMLButtonElement>) => {
    if (press.current?.pointerId !== event.pointerId) return;
    const outcome = releaseOutcome(slide, event.timeStamp - press.current.at);
    endPress();
    if (outcome === 'cancel') cancel();
    // While the browser still asks for the microphone there is nothing to send.
    else if (outcome === 'finish' && state.kind === 'recording') finish();
  };

  return (
    <>
      <span ref={button} className={styles['anchor']}>
        <IconButton
          className={classes(styles['microphone'], isHeld && styles['held'])}
          label={t.recordVoice}
          title={t.recordHint}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={() => {
            endPress();
            cancel();
          }}
          onContextMenu={(event) => {
            // A long press on a touch screen.
            event.preventDefault();
          }}
          onClick={({ detail }) => {
            // Of the keyboard: a pointer has begun already.
            if (detail === 0) start();
          }}
        >
          <Mic size={20} aria-hidden="true" />
        </IconButton>
      </span>
      <VoicePanel controls={controls} isHeld={isHeld} slide={slide} />
      {state.kind === 'idle' && state.error !== null ? (
        <div className={styles['error']} role="alert">
          <span className={styles['errorText']}>{errorText(state.error, t)}</span>
          <IconButton label={t.dismiss} onClick={controls.dismissError}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </div>
      ) : null}
    </>
  );
}

function restoreFocus(button: HTMLElement | null): void {
  if (document.activeElement !== document.body) return;
  button?.querySelector('button')?.focus();
}

function errorText(error: VoiceError, t: ComposerStrings): string {
  switch (error) {
    case 'denied':
      return t.microphoneDenied;
    case 'missing':
      return t.microphoneMissing;
    case 'unsupported':
      return t.recordingUnsupported;
    case 'failed':
      return t.recordingFailed;
  }
}
