import type { Lesson, LessonChange, LessonScope } from '@vestnik/sdk/school';
import { useChangeLesson } from '@vestnik/sdk/school/react';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode } from '@vestnik/ui/errors';
import { useState } from 'react';

import { fromLocalInput, toLocalInput } from '../../format/index.ts';
import { strings } from './strings.ts';
import { useNotify } from './notices.tsx';
import { useLessonProblem } from './useLessonProblem.ts';

interface Input {
  readonly subject: string;
  readonly when: string;
  readonly minutes: number;
  readonly scope: LessonScope;
}

type Attempt = { step: 'idle' | 'pending' } | { step: 'failed'; error: unknown };

/** Changes the time, the length or the subject of a lesson. An overlap is refused the first time. */
export function useEditForm(lesson: Lesson, onClose: () => void) {
  const t = useStrings(strings);
  const errorMessage = useLessonProblem();
  const { mutateAsync: changeLesson } = useChangeLesson();
  const notify = useNotify();
  const [input, setInput] = useState<Input>(() => ({
    subject: lesson.subject ?? '',
    when: toLocalInput(new Date(lesson.scheduled_at)),
    minutes: lesson.duration_minutes,
    scope: 'one',
  }));
  const [attempt, setAttempt] = useState<Attempt>({ step: 'idle' });
  const code = attempt.step === 'failed' ? errorCode(attempt.error) : null;
  const isOverlapping = code === 'lessons_overlap';
  const hasTime = fromLocalInput(input.when) !== null;

  const save = async () => {
    const change = changeOf(lesson, input);
    if (!hasTime || attempt.step === 'pending') return;
    if (change === null) {
      onClose();
      return;
    }
    setAttempt({ step: 'pending' });
    try {
      await changeLesson({
        id: lesson.id,
        change: { ...change, refuse_conflicts: !isOverlapping },
      });
      const undo = undoOf(lesson, change);
      notify({
        text: t.changed,
        undo: async () => {
          await changeLesson({ id: lesson.id, change: undo });
        },
      });
      onClose();
    } catch (error) {
      setAttempt({ step: 'failed', error });
    }
  };
  return {
    input,
    change: (part: Partial<Input>) => {
      setInput((before) => ({ ...before, ...part }));
      // Another time may not overlap.
      if (attempt.step === 'failed') setAttempt({ step: 'idle' });
    },
    save,
    isPending: attempt.step === 'pending',
    isOverlapping,
    timeError: hasTime ? null : t.chooseTime,
    problem: attempt.step === 'failed' && !isOverlapping ? errorMessage(attempt.error) : null,
  };
}

/** What differs from the lesson; null if nothing does. */
function changeOf(lesson: Lesson, { subject, when, minutes, scope }: Input): LessonChange | null {
  const typed = subject.trim() === '' ? null : subject.trim();
  const at = fromLocalInput(when);
  const isMoved = at !== null && when !== toLocalInput(new Date(lesson.scheduled_at));
  const change: LessonChange = {
    ...(typed !== lesson.subject && { subject: typed }),
    ...(isMoved && { scheduled_at: at }),
    ...(minutes !== lesson.duration_minutes && { duration_minutes: minutes }),
  };
  return Object.keys(change).length === 0 ? null : { ...change, scope };
}

/** What takes a change back. */
function undoOf(lesson: Lesson, change: LessonChange): LessonChange {
  return {
    scope: change.scope ?? 'one',
    ...('subject' in change && { subject: lesson.subject }),
    ...('scheduled_at' in change && { scheduled_at: lesson.scheduled_at }),
    ...('duration_minutes' in change && { duration_minutes: lesson.duration_minutes }),
  };
}
