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
        <IconButton
          label={t.previous}
          aria-disabled={index === 0}
          onClick={() => {
            move(index - 1);
          }}
        >
          <StepBack size={18} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={isPlaying ? t.pause : t.play}
          onClick={() => {
            if (!isPlaying && index === last) onChange(0);
            setIsPlaying(!isPlaying);
          }}
        >
          {isPlaying ? (
            <Pause size={18} aria-hidden="true" />
          ) : (
            <Play size={18} aria-hidden="true" />
          )}
        </IconButton>
        <IconButton
          label={t.next}
          aria-disabled={index === last}
          onClick={() => {
            move(index + 1);
          }}
        >
          <StepForward size={18} aria-hidden="true" />
        </IconButton>
        <input
          id={`${id}-range`}
          type="range"
          className={styles['range']}
          min={0}
          max={last}
          value={index}
          aria-valuetext={t.timeValue(moment, index + 1, last + 1)}
          onChange={(event) => {
            move(event.target.valueAsNumber);
          }}
        />
      </div>
      <div className={styles['ends']}>
        <time dateTime={entries[0]?.at}>{exactMoment(entries[0]?.at ?? at)}</time>
        <time dateTime={entries[last]?.at}>{exactMoment(entries[last]?.at ?? at)}</time>
      </div>
      <DateJump
        onJump={(time) => {
          move(entryAt(entries, time));
        }}
      />
    </div>
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
