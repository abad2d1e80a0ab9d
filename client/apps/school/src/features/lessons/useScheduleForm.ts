import type { ChangedLesson } from '@vestnik/sdk/school';
import { useLessonConflicts, useScheduleLesson } from '@vestnik/sdk/school/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useEffect, useMemo, useRef, useState } from 'react';

import { fromLocalInput, nextHour, toLocalInput } from '../../format/index.ts';
import { newLesson, type LessonInput } from './lessonInput.ts';
import { strings } from './strings.ts';
import { NO_REPEAT, repeatOf } from './repeat.ts';

const DEFAULT_MINUTES = 60;

interface Attempt {
  isPending: boolean;
  wasChecked: boolean;
  error: unknown;
}

type FieldName = 'teacher' | 'student' | 'when' | 'repeat';

/** Codes that a field shows as its own error. */
const FIELD_OF_CODE: Readonly<Record<string, FieldName>> = {
  not_a_teacher: 'teacher',
  not_a_student: 'student',
  invalid_scheduled_at: 'when',
  lesson_already_booked: 'when',
};

/** The input of the form, its errors, and what the server says of it. */
export function useScheduleForm(onScheduled: (lesson: ChangedLesson) => void) {
  const { mutateAsync: schedule } = useScheduleLesson();
  const form = useRef<HTMLFormElement>(null);
  const [input, setInput] = useState(emptyInput);
  const [attempt, setAttempt] = useState<Attempt>({
    isPending: false,
    wasChecked: false,
    error: null,
  });
  const lesson = useMemo(() => newLesson(input), [input]);
  const { data: planned = null } = useLessonConflicts(useDebouncedValue(lesson));
  const { errors, problem } = useFormErrors(input, attempt);

  useEffect(() => {
    if (!attempt.wasChecked) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempt]);

  const submit = async () => {
    if (attempt.isPending) return;
    setAttempt({ isPending: lesson !== null, wasChecked: true, error: null });
    if (lesson === null) return;
    try {
      onScheduled(await schedule(lesson));
    } catch (error) {
      setAttempt({ isPending: false, wasChecked: true, error });
    }
  };
  return {
    form,
    input,
    change: (part: Partial<LessonInput>) => {
      setInput((before) => ({ ...before, ...part }));
    },
    errors,
    problem,
    planned: lesson === null ? null : planned,
    isPending: attempt.isPending,
    submit,
  };
}

function emptyInput(): LessonInput {
  return {
    teacher: null,
    student: null,
    subject: '',
    when: toLocalInput(nextHour(new Date())),
    minutes: DEFAULT_MINUTES,
    repeat: NO_REPEAT,
  };
}

/** The errors of the fields, and what else the server refused. */
function useFormErrors(input: LessonInput, { wasChecked, error }: Attempt) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const code = errorCode(error);
  const refusedField = code === null ? undefined : FIELD_OF_CODE[code];
  const refusals: Readonly<Record<string, string>> = {
    not_a_teacher: t.notATeacher,
    not_a_student: t.notAStudent,
    invalid_scheduled_at: t.chooseTime,
    lesson_already_booked: t.alreadyBooked,
  };
  const errorOf = (field: FieldName, isMissing: boolean, missing: string): string | null => {
    if (wasChecked && isMissing) return missing;
    return code !== null && refusedField === field ? (refusals[code] ?? null) : null;
  };
  const { everyWeeks, end } = input.repeat;
  const isRepeatInvalid = everyWeeks > 0 && repeatOf(input.repeat, input.when) === null;
  return {
    errors: {
      teacher: errorOf('teacher', input.teacher === null, t.chooseTeacher),
      student: errorOf('student', input.student === null, t.chooseStudent),
      when: errorOf('when', fromLocalInput(input.when) === null, t.chooseTime),
      repeat: errorOf('repeat', isRepeatInvalid, end === 'count' ? t.chooseCount : t.chooseLastDay),
    },
    problem: error !== null && refusedField === undefined ? errorMessage(error) : null,
  };
}
