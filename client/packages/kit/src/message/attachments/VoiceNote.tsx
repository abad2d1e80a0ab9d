import type { Attachment } from '@vestnik/sdk/model';
import { IconButton } from '@vestnik/ui';
import { useFileUrl } from '@vestnik/ui/files';
import { useLanguage } from '@vestnik/ui/i18n';
import { Pause, Play } from 'lucide-react';
import { useRef } from 'react';

import { formatDuration } from '../../duration.ts';
import { useOverlayStrings } from '../overlayStrings.ts';
import { useAudioPlayer } from './useAudioPlayer.ts';
import styles from './VoiceNote.module.css';
import { waveformBars } from './waveform.ts';

const BARS = 40;

export interface VoiceNoteProps {
  attachment: Pick<Attachment, 'url' | 'duration_ms' | 'waveform'>;
  isRoving?: boolean;
}

/** A recording: one plays at a time. The slider stands last, since it takes the arrow keys of a log. */
export default function VoiceNote({ attachment, isRoving = false }: VoiceNoteProps) {
  const t = useOverlayStrings();
  const { language } = useLanguage();
  const source = useFileUrl(attachment.url);
  const audio = useRef<HTMLAudioElement>(null);
  const player = useAudioPlayer(audio, attachment.duration_ms);
  const { isPlaying, positionMs, durationMs, rate } = player;
  const tabIndex = isRoving ? -1 : undefined;
  const shownMs = positionMs > 0 || isPlaying ? positionMs : durationMs;
  const rateText = `${new Intl.NumberFormat(language).format(rate)}×`;
  return (
    <div className={styles['voice']} role="group" aria-label={t.voiceNote}>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- a recording has no captions */}
      <audio ref={audio} src={source} preload="none" />
      <IconButton
        className={styles['play']}
        label={isPlaying ? t.pause : t.play}
        tabIndex={tabIndex}
        onClick={player.toggle}
      >
        {isPlaying ? <Pause size={20} aria-hidden="true" /> : <Play size={20} aria-hidden="true" />}
      </IconButton>
      <button
        type="button"
        className={styles['rate']}
        aria-label={t.speed(rateText)}
        tabIndex={tabIndex}
        onClick={player.changeRate}
      >
        <bdi>{rateText}</bdi>
      </button>
      <div className={styles['track']}>
        <Bars waveform={attachment.waveform} share={durationMs > 0 ? positionMs / durationMs : 0} />
        <input
          className={styles['seek']}
          type="range"
          min={0}
          max={Math.max(1, Math.round(durationMs))}
          step={100}
          value={Math.round(positionMs)}
          disabled={durationMs === 0}
          aria-label={t.seek}
          aria-valuetext={`${formatDuration(positionMs)} / ${formatDuration(durationMs)}`}
          tabIndex={tabIndex}
          onChange={(event) => {
            player.seek(event.target.valueAsNumber);
          }}
        />
      </div>
      <span className={styles['time']}>{formatDuration(shownMs)}</span>
    </div>
  );
}

/** The bars before the position are filled. */
function Bars({ waveform, share }: { waveform: readonly number[] | null; share: number }) {
  return (
    <svg
      className={styles['bars']}
      viewBox={`0 0 ${BARS * 3} 24`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {waveformBars(waveform, BARS).map((height, index) => (
        <rect
          key={index}
          data-played={index < Math.round(share * BARS) || undefined}
          x={index * 3 + 0.5}
          y={12 - height * 12}
          width={2}
          height={height * 24}
          rx={1}
        />
      ))}
    </svg>
  );
}
