import { Button, EmptyState } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { WifiOff } from 'lucide-react';

import { messages } from './messages.ts';
import { usePageTitle } from './usePageTitle.ts';

/** The server does not answer, and this browser has no stored user. */
export function ServerUnreachablePage() {
  const t = useText(messages);
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
