import type { VestnikError } from '@vestnik/sdk';
import { EmptyState, ErrorNote, Spinner } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { DoorClosed } from 'lucide-react';

import { strings } from './strings.ts';

/** In place of a conversation that is being found, or that the user may not see. */
export function UnopenedChat({ error }: { error: VestnikError | null }) {
  const t = useText(strings);
  const problem = useProblemText();
  if (error === null) return <Spinner isCentred label={t.loading} />;
  if (error.isTemporary) {
    return (
      <ErrorNote>
        {t.notLoaded} {problem(error)}
      </ErrorNote>
    );
  }
  return (
    <EmptyState icon={<DoorClosed size={28} />} title={t.removed}>
      {t.removedHint}
    </EmptyState>
  );
}
