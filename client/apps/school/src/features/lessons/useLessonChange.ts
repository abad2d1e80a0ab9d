import type { Lesson, LessonStatus } from '@vestnik/sdk/school';
import { useChangeLesson } from '@vestnik/sdk/school/react';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { useState } from 'react';

import { messages } from './messages.ts';

export interface LessonChange {
  /** Resolves with whether it succeeded. */
  change: () => Promise<boolean>;
  /** Forgets how it went. */
  reset: () => void;
  isPending: boolean;
  isDone: boolean;
  /** What went wrong the last time, in words. */
  problem: string | null;
}

type State = { step: 'idle' | 'pending' | 'done' } | { step: 'failed'; error: unknown };

/** Gives a lesson another status. `onChanging` is called before any list shows it. */
export function useLessonChange(
  lesson: Lesson,
  status: LessonStatus,
  onChanging: () => void,
): LessonChange {
  const t = useText(messages);
  const problemText = useProblemText();
  const lessons = useChangeLesson();
  const [state, setState] = useState<State>({ step: 'idle' });
  return {
    change: async () => {
      setState({ step: 'pending' });
      onChanging();
      try {
        await lessons.change(lesson.id, status);
        setState({ step: 'done' });
        return true;
      } catch (error) {
        setState({ step: 'failed', error });
        return false;
      }
    },
    reset: () => {
      setState({ step: 'idle' });
    },
    isPending: state.step === 'pending',
    isDone: state.step === 'done',
    problem:
      state.step === 'failed'
        ? problemText(state.error, {
            lesson_not_found: t.gone,
            not_your_lesson: t.notYours,
            lesson_already_booked: `${t.alreadyBooked}.`,
          })
        : null,
  };
}
