import { Button } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';
import styles from './Notice.module.css';

/** In place of a chat that broke. */
export function Failure({ onRetry }: { onRetry: () => void }) {
  const t = useStrings(strings);
  return (
    <div className={styles['failure']} role="alert">
      <p>{t.refused}</p>
      <Button onClick={onRetry}>{t.retry}</Button>
    </div>
  );
}
