import { Button, Spinner } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';

import styles from './HistoryEdge.module.css';
import { messages } from './messages.ts';

interface HistoryEdgeProps {
  hasFailed: boolean;
  height: number;
  onRetry: () => void;
}

/** Above the earliest message that is there: more is on its way, or could not be had. */
export function HistoryEdge({ hasFailed, height, onRetry }: HistoryEdgeProps) {
  const t = useText(messages);
  return (
    <div className={styles['edge']} style={{ height }}>
      {hasFailed ? (
        <>
          <span className={styles['failure']}>{t.olderNotLoaded}</span>
          <Button onClick={onRetry}>{t.retry}</Button>
        </>
      ) : (
        <Spinner label={t.loadingOlder} />
      )}
    </div>
  );
}
