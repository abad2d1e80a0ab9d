import { useChangeLesson } from '@vestnik/sdk/school/react';
import { useState } from 'react';

import { useLessonProblem } from './useLessonProblem.ts';

export interface LessonRestoration {
  /** Resolves with whether it succeeded. */
  restore: () => Promise<boolean>;
  isPending: boolean;
  /** What went wrong the last time, in words. */
  problem: string | null;
}

/** Makes lessons scheduled again that were completed or cancelled. */
export function useLessonRestoration(ids: readonly number[]): LessonRestoration {
  const errorMessage = useLessonProblem();
  const { mutateAsync: changeLesson } = useChangeLesson();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return {
    restore: async () => {
      setPending(true);
      setError(null);
      try {
        for (const id of ids) await changeLesson({ id, change: { status: 'scheduled' } });
        return true;
      } catch (reason) {
        setError(reason);
        return false;
      } finally {
        setPending(false);
      }
    },
    isPending,
    problem: error === null ? null : errorMessage(error),
  };
}
