import { IconButton, clsx } from '@vestnik/ui';
import { isFocusLost } from '@vestnik/ui/keyboard';
import { Mic, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';

import { useComposerStrings } from './strings.ts';
import { VoicePanel } from './VoicePanel.tsx';
import styles from './VoiceRecorder.module.css';
import type { VoiceClip, VoiceError } from './voiceRecording.ts';
import { useHoldToRecord } from './useHoldToRecord.ts';
import { useVoiceRecorder } from './useVoiceRecorder.ts';
import type { Press } from './voicePress.ts';
import { useVoiceStrings, type VoiceStrings } from './voiceStrings.ts';

interface VoiceRecorderProps {
  onRecorded: (clip: VoiceClip) => void;
  /** The recording can be listened to before it is sent. */
  hasPreview?: boolean;
  /** It ends at this duration. */
  maxMs?: number;
  /** The button was pressed before this was loaded: by a pointer that still holds it, or by a click. */
  startedBy?: Press | 'click' | null;
}

const DEFAULT_MAX_MS = 10 * 60 * 1000;

/**
 * The microphone's button. Held, it records until it is released; a slide to the side cancels, one
 * upwards locks. A click or a key starts a recording that the panel over the composer ends.
 */
export function VoiceRecorder(props: VoiceRecorderProps) {
  const { onRecorded, hasPreview = false, maxMs = DEFAULT_MAX_MS, startedBy = null } = props;
  const t = useComposerStrings();
  const controls = useVoiceRecorder({ maxMs, hasPreview, onRecorded });
  const { state, start } = controls;
  const button = useRef<HTMLSpanElement>(null);
  const hold = useHoldToRecord({
    controls,
    anchor: button,
    initial: startedBy === 'click' ? null : startedBy,
  });
  const isIdle = state.kind === 'idle';
  const startsAtOnce = startedBy !== null;
  const startOnce = useEffectEvent(start);
  useEffect(() => {
    if (startsAtOnce) startOnce();
  }, [startsAtOnce]);
  useEffect(() => {
    // The panel that had the focus is gone.
    const anchor = button.current;
    if (isIdle) return undefined;
    return () => {
      restoreFocus(anchor);
    };
  }, [isIdle]);

  return (
    <>
      <span ref={button} className={styles['anchor']}>
        <IconButton
          className={clsx(styles['microphone'], hold.isHeld && styles['held'])}
          label={t.recordVoice}
          title={t.recordHint}
          onPointerDown={hold.onPointerDown}
          onContextMenu={(event) => {
            // A long press on a touch screen.
            event.preventDefault();
          }}
          onClick={({ detail }) => {
            // A click of the keyboard: a pointer has already started the recording.
            if (detail === 0) start();
          }}
        >
          <Mic size={20} aria-hidden="true" />
        </IconButton>
      </span>
      <VoicePanel
        controls={controls}
        hasPreview={hasPreview}
        isHeld={hold.isHeld}
        slide={hold.slide}
      />
      {state.kind === 'idle' && state.error !== null ? (
        <RecordingError error={state.error} onDismiss={controls.dismissError} />
      ) : null}
    </>
  );
}

interface RecordingErrorProps {
  error: VoiceError;
  onDismiss: () => void;
}

function RecordingError({ error, onDismiss }: RecordingErrorProps) {
  const t = useComposerStrings();
  const voiceStrings = useVoiceStrings();
  return (
    <div className={styles['error']} role="alert">
      <span className={styles['errorText']}>{errorText(error, voiceStrings)}</span>
      <IconButton label={t.dismiss} onClick={onDismiss}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function restoreFocus(button: HTMLElement | null): void {
  if (!isFocusLost()) return;
  button?.querySelector('button')?.focus();
}

function errorText(error: VoiceError, t: VoiceStrings): string {
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
