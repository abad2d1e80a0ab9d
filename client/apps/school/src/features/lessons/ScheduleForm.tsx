import type { ChangedLesson, LessonConflicts } from '@vestnik/sdk/school';
import { Button, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';

import { ConflictWarning } from './ConflictWarning.tsx';
import { LessonFields } from './LessonFields.tsx';
import { strings } from './strings.ts';
import { PersonPicker } from './PersonPicker.tsx';
import { RepeatFields } from './RepeatFields.tsx';
import styles from './ScheduleForm.module.css';
import { useScheduleForm } from './useScheduleForm.ts';

interface ScheduleFormProps {
  onScheduled: (lesson: ChangedLesson) => void;
  onClose: () => void;
}

export function ScheduleForm({ onScheduled, onClose }: ScheduleFormProps) {
  const t = useStrings(strings);
  const { form, input, change, errors, problem, planned, isPending, submit } =
    useScheduleForm(onScheduled);
  return (
    <form
      ref={form}
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <PersonPicker
        label={t.teacher}
        ofRole="teacher"
        selected={input.teacher}
        onSelect={(teacher) => {
          change({ teacher });
        }}
        error={errors.teacher}
      />
      <PersonPicker
        label={t.student}
        ofRole="student"
        selected={input.student}
        onSelect={(student) => {
          change({ student });
        }}
        error={errors.student}
      />
      <LessonFields input={input} onChange={change} error={errors.when} />
      <RepeatFields
        input={input.repeat}
        onChange={(repeat) => {
          change({ repeat });
        }}
        error={errors.repeat}
      />
      <PlannedLessons planned={planned} />
      {problem === null ? null : <ErrorMessage>{problem}</ErrorMessage>}
      <DialogActions>
        <Button onClick={onClose}>{t.dismiss}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {t.submit}
        </Button>
      </DialogActions>
    </form>
  );
}

/** The number of lessons of a repetition, and what they overlap with. */
function PlannedLessons({ planned }: { planned: LessonConflicts | null }) {
  const t = useStrings(strings);
  const { relativeDay } = useTimeFormat();
  const last = planned?.times.at(-1);
  return (
    <>
      {planned === null || last === undefined || planned.times.length < 2 ? null : (
        <p className={styles['planned']}>
          {t.plannedLessons(planned.times.length, relativeDay(last))}
        </p>
      )}
      <ConflictWarning conflicts={planned?.conflicts ?? []} />
    </>
  );
}
