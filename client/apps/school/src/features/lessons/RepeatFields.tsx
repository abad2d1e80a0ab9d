import { SegmentedControl, Select, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';
import { MAX_COUNT, MIN_COUNT, type RepeatInput } from './repeat.ts';
import styles from './ScheduleForm.module.css';

interface RepeatFieldsProps {
  input: RepeatInput;
  onChange: (input: RepeatInput) => void;
  error: string | null;
}

/** Chooses whether a lesson is repeated, how often and how long. */
export function RepeatFields({ input, onChange, error }: RepeatFieldsProps) {
  const t = useStrings(strings);
  return (
    <>
      <Select
        label={t.repeat}
        value={input.everyWeeks}
        options={[
          { value: '0', label: t.once },
          { value: '1', label: t.weekly },
          { value: '2', label: t.everyTwoWeeks },
          { value: '4', label: t.everyFourWeeks },
        ]}
        onChange={(event) => {
          onChange({ ...input, everyWeeks: Number(event.target.value) });
        }}
      />
      {input.everyWeeks === 0 ? null : (
        <div className={styles['repeat']}>
          <SegmentedControl
            legend={t.repeatEnd}
            value={input.end}
            options={[
              { value: 'count', label: t.afterCount },
              { value: 'until', label: t.onDay },
            ]}
            onChange={(end) => {
              onChange({ ...input, end });
            }}
          />
          <RepeatEnd input={input} onChange={onChange} error={error} />
        </div>
      )}
    </>
  );
}

function RepeatEnd({ input, onChange, error }: RepeatFieldsProps) {
  const t = useStrings(strings);
  if (input.end === 'until') {
    return (
      <TextField
        label={t.lastDay}
        type="date"
        value={input.until}
        onChange={(event) => {
          onChange({ ...input, until: event.target.value });
        }}
        error={error}
      />
    );
  }
  return (
    <TextField
      label={t.count}
      type="number"
      inputMode="numeric"
      min={MIN_COUNT}
      max={MAX_COUNT}
      value={input.count}
      onChange={(event) => {
        onChange({ ...input, count: event.target.value });
      }}
      error={error}
    />
  );
}
