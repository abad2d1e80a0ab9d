import type { LessonScope } from '@vestnik/sdk/school';
import { Segmented } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';

import { messages } from './messages.ts';

interface ScopeChoiceProps {
  scope: LessonScope;
  onChange: (scope: LessonScope) => void;
}

/** Chooses whether a change concerns one lesson or also those that follow in its series. */
export function ScopeChoice({ scope, onChange }: ScopeChoiceProps) {
  const t = useText(messages);
  return (
    <Segmented
      legend={t.scope}
      value={scope}
      options={[
        { value: 'one', label: t.onlyThis },
        { value: 'following', label: t.following },
      ]}
      onChange={onChange}
    />
  );
}
