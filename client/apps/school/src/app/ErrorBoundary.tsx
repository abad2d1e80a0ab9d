import { Button, EmptyState, ErrorBoundary as Boundary } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { strings } from './strings.ts';

/**
 * Catches what broke under it: a fault of ours, or a part of the app that could not be loaded
 * (no connection, or a newer version has replaced it). Loading the page again mends both.
 */
export function ErrorBoundary({ children }: { children: ReactNode }) {
  return <Boundary fallback={() => <Broken />}>{children}</Boundary>;
}

function Broken() {
  const t = useStrings(strings);
  return (
    <div role="alert">
      <EmptyState icon={<TriangleAlert size={28} />} title={t.broken}>
        <p>{t.brokenHint}</p>
        <p>
          <Button
            variant="primary"
            onClick={() => {
              location.reload();
            }}
          >
            {t.reload}
          </Button>
        </p>
      </EmptyState>
    </div>
  );
}
