import type { TimelineEntry } from '@vestnik/sdk/desk';
import { IconButton, TextField } from '@vestnik/ui';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { useId, useState } from 'react';

import { entryAt } from './formerTexts.ts';
import { strings } from './strings.ts';
import styles from './TimeSlider.module.css';
import { useExactMoment } from './useExactMoment.ts';
import { usePlaying } from './usePlaying.ts';

interface TimeSliderProps {
  /** At least one. */
  entries: readonly TimelineEntry[];
  /** Of the entry whose moment is shown. */
  index: number;
  onChange: (index: number) => void;
}

/** Moves through the time of a chat, from event to event. */
export function TimeSlider({ entries, index, onChange }: TimeSliderProps) {
  const t = useStrings(strings);
  const exactMoment = useExactMoment();
  const { language } = useLanguage();
  const id = useId();
  const last = entries.length - 1;
  const { isPlaying, setIsPlaying } = usePlaying(index, last, onChange);
  const at = entries[index]?.at ?? '';
  const moment = at === '' ? '' : exactMoment(at);
  const number = (value: number) => value.toLocaleString(language);
  const move = (to: number) => {
    setIsPlaying(false);
    onChange(Math.min(last, Math.max(0, to)));
  };

  return (
    <div className={styles['slider']} role="group" aria-labelledby={id}>
      <div className={styles['now']}>
        <label id={id} className={styles['label']} htmlFor={`${id}-range`}>
          {t.time}
        </label>
        <output className={styles['moment']} htmlFor={`${id}-range`}>
          {moment}
        </output>
        <span className={styles['muted']}>{t.eventOf(number(index + 1), number(last + 1))}</span>
      </div>
      <div className={styles['controls']}>
        <StepButtons
          isFirst={index === 0}
          isLast={index === last}
          isPlaying={isPlaying}
          onStep={(by) => {
            move(index + by);
          }}
          onPlay={(plays) => {
            if (plays && index === last) onChange(0);
            setIsPlaying(plays);
          }}
        />
        <Range
          id={`${id}-range`}
          value={index}
          last={last}
          valueText={t.timeValue(moment, index + 1, last + 1)}
          onChange={move}
        />
      </div>
      <div className={styles['ends']}>
        <Moment at={entries[0]?.at ?? at} />
        <Moment at={entries[last]?.at ?? at} />
      </div>
      <DateJump
        onJump={(time) => {
          move(entryAt(entries, time));
        }}
      />
    </div>
  );
}

interface RangeProps {
  id: string;
  value: number;
  last: number;
  valueText: string;
  onChange: (value: number) => void;
}

function Range({ id, value, last, valueText, onChange }: RangeProps) {
  return (
    <input
      id={id}
      type="range"
      className={styles['range']}
      min={0}
      max={last}
      value={value}
      aria-valuetext={valueText}
      onChange={(event) => {
        onChange(event.target.valueAsNumber);
      }}
    />
  );
}

function Moment({ at }: { at: string }) {
  const exactMoment = useExactMoment();
  return <time dateTime={at}>{exactMoment(at)}</time>;
}

interface StepButtonsProps {
  isFirst: boolean;
  isLast: boolean;
  isPlaying: boolean;
  onStep: (by: number) => void;
  onPlay: (plays: boolean) => void;
}

function StepButtons({ isFirst, isLast, isPlaying, onStep, onPlay }: StepButtonsProps) {
  const t = useStrings(strings);
  const PlayIcon = isPlaying ? Pause : Play;
  return (
    <>
      <IconButton
        label={t.previous}
        aria-disabled={isFirst}
        onClick={() => {
          onStep(-1);
        }}
      >
        <StepBack size={18} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={isPlaying ? t.pause : t.play}
        onClick={() => {
          onPlay(!isPlaying);
        }}
      >
        <PlayIcon size={18} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t.next}
        aria-disabled={isLast}
        onClick={() => {
          onStep(1);
        }}
      >
        <StepForward size={18} aria-hidden="true" />
      </IconButton>
    </>
  );
}

/** Goes to the last event before the end of a minute. */
function DateJump({ onJump }: { onJump: (time: number) => void }) {
  const t = useStrings(strings);
  const [value, setValue] = useState('');
  return (
    <div className={styles['jump']}>
      <TextField
        label={t.jump}
        type="datetime-local"
        value={value}
        onChange={(event) => {
          setValue(event.target.value);
          const time = new Date(event.target.value).getTime();
          if (!Number.isNaN(time)) onJump(time + MINUTE_MS - 1);
        }}
      />
    </div>
  );
}

const MINUTE_MS = 60_000;
