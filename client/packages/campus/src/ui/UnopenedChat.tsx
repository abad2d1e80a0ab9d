import type { VestnikError } from '@vestnik/sdk';
import { EmptyState, ErrorMessage, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { DoorClosed } from 'lucide-react';

import { strings } from './strings.ts';

/** Instead of a conversation that is being found, or that the user may not see. */
export function UnopenedChat({ error }: { error: VestnikError | null }) {
  const t = useStrings(strings);
  const problem = useErrorMessage();
  if (error === null) return <Spinner isCentred label={t.loading} />;
  if (error.isTemporary) {
    return (
      <ErrorMessage>
        {t.notLoaded} {problem(error)}
      </ErrorMessage>
    );
  }
  return (
    <EmptyState icon={<DoorClosed size={28} />} title={t.unavailable}>
      {t.unavailableHint}
    </EmptyState>
  );
}
