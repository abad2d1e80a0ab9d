import type { Lesson, LessonScope, LessonStatus } from '@vestnik/sdk/school';
import { useChangeLesson } from '@vestnik/sdk/school/react';
import { useState } from 'react';

import { useLessonProblem } from './useLessonProblem.ts';

export interface LessonChange {
  /** Resolves with whether it succeeded. */
  change: (scope?: LessonScope) => Promise<boolean>;
  /** Forgets how it went. */
  reset: () => void;
  isPending: boolean;
  /** The ids of the lessons that were changed; empty before. */
  changedIds: readonly number[];
  /** What went wrong the last time, in words. */
  problem: string | null;
}

type State =
  | { step: 'idle' | 'pending' }
  | { step: 'done'; changedIds: readonly number[] }
  | { step: 'failed'; error: unknown };

/** Gives a lesson another status. `onChanging` is called before any list shows it. */
export function useLessonChange(
  lesson: Lesson,
  status: LessonStatus,
  onChanging: () => void,
): LessonChange {
  const errorMessage = useLessonProblem();
  const { mutateAsync: changeLesson } = useChangeLesson();
  const [state, setState] = useState<State>({ step: 'idle' });
  return {
    change: async (scope = 'one') => {
      setState({ step: 'pending' });
      onChanging();
      try {
        const { lessons: changed } = await changeLesson({
          id: lesson.id,
          change: { status, scope },
        });
        setState({ step: 'done', changedIds: changed.map(({ id }) => id) });
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
    changedIds: state.step === 'done' ? state.changedIds : [],
    problem: state.step === 'failed' ? errorMessage(state.error) : null,
  };
}
