import { Button, EmptyState } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';

import { messages } from './messages.ts';

interface ErrorBoundaryProps {
  children: ReactNode;
}

/**
 * Catches what broke under it: a fault of ours, or a part of the app that could not be loaded
 * (no connection, or a newer version has replaced it). Loading the page again mends both.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useText(messages);
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
