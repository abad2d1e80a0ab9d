import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';

import { messages } from './messages.ts';

/** Why a lesson could not be changed, in words. */
export function useLessonProblem(): (error: unknown) => string {
  const t = useText(messages);
  const problemText = useProblemText();
  return (error) =>
    problemText(error, {
      lesson_not_found: t.gone,
      lesson_not_scheduled: t.notScheduled,
      not_your_lesson: t.notYours,
      lesson_already_booked: `${t.alreadyBooked}.`,
    });
}
