import type { LessonScope } from '@vestnik/sdk/school';
import { SegmentedControl } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';

interface ScopeChoiceProps {
  scope: LessonScope;
  onChange: (scope: LessonScope) => void;
}

/** Chooses whether a change concerns one lesson or also those that follow in its series. */
export function ScopeChoice({ scope, onChange }: ScopeChoiceProps) {
  const t = useStrings(strings);
  return (
    <SegmentedControl
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
