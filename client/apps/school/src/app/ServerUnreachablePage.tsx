import { Button, EmptyState } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { WifiOff } from 'lucide-react';

import { strings } from './strings.ts';
import { usePageTitle } from './usePageTitle.ts';

/** The server does not answer, and this browser has no stored user. */
export function ServerUnreachablePage() {
  const t = useStrings(strings);
  usePageTitle(null, 0);
  return (
    <main>
      <EmptyState icon={<WifiOff size={28} />} title={t.unreachable}>
        <p>{t.unreachableHint}</p>
        <p>
          <Button
            onClick={() => {
              location.reload();
            }}
          >
            {t.reload}
          </Button>
        </p>
      </EmptyState>
    </main>
  );
}
