import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';

import { strings } from './strings.ts';

/** Why the server refused something about a group. */
export function useGroupProblem(): (error: unknown) => string {
  const t = useText(strings);
  const problemText = useProblemText();
  return (error) =>
    problemText(error, {
      too_many_members: t.tooMany,
      invalid_avatar: t.pictureRefused,
      picture_refused: t.pictureRefused,
    });
}
