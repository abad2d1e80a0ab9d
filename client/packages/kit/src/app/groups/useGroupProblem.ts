import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';

import { strings } from './strings.ts';

/** Why the server refused something about a group. */
export function useGroupProblem(): (error: unknown) => string {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  return (error) =>
    errorMessage(error, {
      too_many_members: t.tooMany,
      invalid_avatar: t.pictureRefused,
      picture_refused: t.pictureRefused,
    });
}
