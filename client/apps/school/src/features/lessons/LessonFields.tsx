import { TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { LengthSelect } from './LengthSelect.tsx';
import { strings } from './strings.ts';
import styles from './ScheduleForm.module.css';

/** Characters of a subject that the server accepts. */
const MAX_SUBJECT_LENGTH = 200;

interface Fields {
  readonly subject: string;
  readonly when: string;
  readonly minutes: number;
}

interface LessonFieldsProps {
  input: Fields;
  onChange: (part: Partial<Fields>) => void;
  /** Of the time. */
  error: string | null;
}

/** What a lesson is about, when it begins and how long it lasts. */
export function LessonFields({ input, onChange, error }: LessonFieldsProps) {
  const t = useStrings(strings);
  return (
    <>
      <TextField
        label={t.subject}
        value={input.subject}
        maxLength={MAX_SUBJECT_LENGTH}
        placeholder={t.subjectExample}
        onChange={(event) => {
          onChange({ subject: event.target.value });
        }}
      />
      <div className={styles['time']}>
        <TextField
          label={t.when}
          type="datetime-local"
          required
          value={input.when}
          onChange={(event) => {
            onChange({ when: event.target.value });
          }}
          error={error}
        />
        <LengthSelect
          minutes={input.minutes}
          onChange={(minutes) => {
            onChange({ minutes });
          }}
        />
      </div>
    </>
  );
}
