import { IconButton, VisuallyHidden } from '@vestnik/ui';
import { revokeLater } from '@vestnik/ui/files';
import { SendHorizontal, Square, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { formatDuration } from '../duration.ts';
import type { Slide } from './voiceGesture.ts';
import styles from './VoiceRecorder.module.css';
import type { VoiceClip } from './voiceRecording.ts';
import type { VoiceControls } from './useVoiceRecorder.ts';
import { useVoiceStrings } from './voiceStrings.ts';

interface VoicePanelProps {
  controls: VoiceControls;
  /** The recording is listened to before it is sent. */
  hasPreview: boolean;
  /** A finger or a mouse button holds the recording. */
  isHeld: boolean;
  slide: Slide;
}

/** What is seen of a recording, over the composer. */
export function VoicePanel({ controls, hasPreview, isHeld, slide }: VoicePanelProps) {
  const t = useVoiceStrings();
  const { state, cancel, finish, confirm } = controls;
  switch (state.kind) {
    case 'idle':
      return null;
    case 'requesting':
      return (
        <div className={styles['panel']} role="status">
          <IconButton label={t.cancelRecording} onClick={cancel}>
            <Trash2 size={18} aria-hidden="true" />
          </IconButton>
          {t.allowMicrophone}
        </div>
      );
    case 'recording':
      return isHeld ? (
        <div className={styles['panel']} data-held>
          <Time elapsedMs={state.elapsedMs} />
          <Levels levels={state.levels} />
          <span className={styles['hint']} role="status">
            {slide === 'cancel' ? t.releaseToCancel : t.slideToCancel}
          </span>
        </div>
      ) : (
        <LockedPanel
          elapsedMs={state.elapsedMs}
          levels={state.levels}
          hasPreview={hasPreview}
          onCancel={cancel}
          onFinish={finish}
        />
      );
    case 'preview':
      return <Preview clip={state.clip} onCancel={cancel} onConfirm={confirm} />;
  }
}

interface LockedPanelProps {
  elapsedMs: number;
  levels: readonly number[];
  hasPreview: boolean;
  onCancel: () => void;
  onFinish: () => void;
}

function LockedPanel({ elapsedMs, levels, hasPreview, onCancel, onFinish }: LockedPanelProps) {
  const t = useVoiceStrings();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The same key that started the recording stops it.
    panel.current?.querySelector<HTMLElement>('button:last-of-type')?.focus();
  }, []);
  return (
    // Escape discards the recording from either of its buttons.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={panel}
      className={styles['panel']}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <IconButton label={t.cancelRecording} onClick={onCancel}>
        <Trash2 size={18} aria-hidden="true" />
      </IconButton>
      <Time elapsedMs={elapsedMs} />
      <Levels levels={levels} />
      <IconButton
        className={styles['stop']}
        label={hasPreview ? t.stopRecording : t.sendVoice}
        onClick={onFinish}
      >
        {hasPreview ? (
          <Square size={16} aria-hidden="true" />
        ) : (
          <SendHorizontal size={18} aria-hidden="true" />
        )}
      </IconButton>
    </div>
  );
}

interface PreviewProps {
  clip: VoiceClip;
  onCancel: () => void;
  onConfirm: () => void;
}

function Preview({ clip, onCancel, onConfirm }: PreviewProps) {
  const t = useVoiceStrings();
  const audio = useRef<HTMLAudioElement>(null);
  const send = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(clip.file);
    if (audio.current) audio.current.src = url;
    send.current?.querySelector('button')?.focus();
    return () => {
      revokeLater(url);
    };
  }, [clip]);
  return (
    <div className={styles['panel']}>
      <IconButton label={t.cancelRecording} onClick={onCancel}>
        <Trash2 size={18} aria-hidden="true" />
      </IconButton>
      {/* The user's own voice of a moment ago: there are no captions of it. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio ref={audio} className={styles['audio']} controls aria-label={t.listen} />
      <span ref={send}>
        <IconButton className={styles['stop']} label={t.sendVoice} onClick={onConfirm}>
          <SendHorizontal size={18} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  );
}

/** Announced at each full ten seconds only. */
const ANNOUNCED_MS = 10_000;

function Time({ elapsedMs }: { elapsedMs: number }) {
  const t = useVoiceStrings();
  const announced = Math.floor(elapsedMs / ANNOUNCED_MS) * ANNOUNCED_MS;
  return (
    <span className={styles['time']}>
      <span className={styles['dot']} aria-hidden="true" />
      <span aria-hidden="true">{formatDuration(elapsedMs)}</span>
      <VisuallyHidden role="status">{t.recording(formatDuration(announced))}</VisuallyHidden>
    </span>
  );
}

function Levels({ levels }: { levels: readonly number[] }) {
  return (
    <span className={styles['levels']} aria-hidden="true">
      {levels.map((level, index) => (
        <span key={index} className={styles['bar']} style={{ blockSize: `${10 + level * 90}%` }} />
      ))}
    </span>
  );
}
