import { Button } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { Component, type ReactNode } from 'react';

import { strings } from './strings.ts';
import styles from './Notice.module.css';

interface Props {
  children: ReactNode;
}

/** Keeps a failure inside of the chat, such as a part that could not be loaded. */
export class ErrorBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Failure
        onRetry={() => {
          this.setState({ hasFailed: false });
        }}
      />
    );
  }
}

function Failure({ onRetry }: { onRetry: () => void }) {
  const t = useText(strings);
  return (
    <div className={styles['failure']} role="alert">
      <p>{t.refused}</p>
      <Button onClick={onRetry}>{t.retry}</Button>
    </div>
  );
}
