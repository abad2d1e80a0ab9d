import type { SchoolUser } from '@vestnik/sdk/school';
import { useScheduleLesson } from '@vestnik/sdk/school/react';
import { Button, DialogActions, ErrorNote, TextField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { problemCode, useProblemText } from '@vestnik/ui/problem';
import { useRef, useState, type SubmitEvent } from 'react';

import { fromLocalInput, nextHour, toLocalInput } from '../../format/index.ts';
import { ConflictWarning } from './ConflictWarning.tsx';
import { messages } from './messages.ts';
import { PersonPicker } from './PersonPicker.tsx';
import styles from './ScheduleForm.module.css';

interface Attempt {
  isPending: boolean;
  wasChecked: boolean;
  error: unknown;
}

const untried: Attempt = { isPending: false, wasChecked: false, error: null };

/** Codes that one of the fields shows as its own error. */
const OF_A_FIELD = [
  'not_a_teacher',
  'not_a_student',
  'invalid_scheduled_at',
  'lesson_already_booked',
];

export function ScheduleForm({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const problemText = useProblemText();
  const scheduling = useScheduleLesson();
  const form = useRef<HTMLFormElement>(null);
  const [teacher, setTeacher] = useState<SchoolUser | null>(null);
  const [student, setStudent] = useState<SchoolUser | null>(null);
  const [when, setWhen] = useState(() => toLocalInput(nextHour(new Date())));
  const [attempt, setAttempt] = useState(untried);
  const scheduledAt = fromLocalInput(when);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (attempt.isPending) return;
    if (!teacher || !student || !scheduledAt) {
      setAttempt({ isPending: false, wasChecked: true, error: null });
      form.current?.querySelectorAll('input')[!teacher ? 0 : !student ? 1 : 2]?.focus();
      return;
    }
    setAttempt({ isPending: true, wasChecked: true, error: null });
    try {
      await scheduling.schedule({
        teacher_id: teacher.id,
        student_id: student.id,
        scheduled_at: scheduledAt,
      });
      onClose();
    } catch (error) {
      setAttempt({ isPending: false, wasChecked: true, error });
    }
  };

  const code = problemCode(attempt.error);
  const errorOf = (isMissing: boolean, missing: string, refusal: string, refused: string) => {
    if (attempt.wasChecked && isMissing) return missing;
    return code === refusal ? refused : null;
  };
  const isOfAField = code !== null && OF_A_FIELD.includes(code);
  return (
    <form ref={form} className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <PersonPicker
        label={t.teacher}
        ofRole="teacher"
        selected={teacher}
        onSelect={setTeacher}
        error={errorOf(!teacher, t.chooseTeacher, 'not_a_teacher', t.notATeacher)}
      />
      <PersonPicker
        label={t.student}
        ofRole="student"
        selected={student}
        onSelect={setStudent}
        error={errorOf(!student, t.chooseStudent, 'not_a_student', t.notAStudent)}
      />
      <TextField
        label={t.when}
        type="datetime-local"
        required
        value={when}
        onChange={(event) => {
          setWhen(event.target.value);
        }}
        error={
          code === 'lesson_already_booked'
            ? t.alreadyBooked
            : errorOf(!scheduledAt, t.chooseTime, 'invalid_scheduled_at', t.chooseTime)
        }
      />
      <ConflictWarning
        teacherId={teacher?.id ?? null}
        studentId={student?.id ?? null}
        at={scheduledAt}
      />
      {attempt.error && !isOfAField ? <ErrorNote>{problemText(attempt.error)}</ErrorNote> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.dismiss}</Button>
        <Button variant="primary" type="submit" isPending={attempt.isPending}>
          {t.submit}
        </Button>
      </DialogActions>
    </form>
  );
}
