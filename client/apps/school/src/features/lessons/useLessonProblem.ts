import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';

import { strings } from './strings.ts';

/** Why a lesson could not be changed, in words. */
export function useLessonProblem(): (error: unknown) => string {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  return (error) =>
    errorMessage(error, {
      lesson_not_found: t.gone,
      lesson_not_scheduled: t.notScheduled,
      not_your_lesson: t.notYours,
      lesson_already_booked: `${t.alreadyBooked}.`,
    });
}
