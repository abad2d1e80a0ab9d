import { Button, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import styles from './OlderMessagesStatus.module.css';
import { strings } from '../strings.ts';

interface OlderMessagesStatusProps {
  hasFailed: boolean;
  height: number;
  onRetry: () => void;
}

/** Above the earliest message that is there: more is on its way, or could not be had. */
export function OlderMessagesStatus({ hasFailed, height, onRetry }: OlderMessagesStatusProps) {
  const t = useStrings(strings);
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
