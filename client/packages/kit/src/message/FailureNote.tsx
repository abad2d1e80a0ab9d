import { Button } from '@vestnik/ui';

import styles from './FailureNote.module.css';
import { useMessageStrings } from './strings.ts';

export interface FailureNoteProps {
  /** Null where it is not known. */
  reason: string | null;
  onRetry: () => void;
  onDiscard: () => void;
}

/** Under a message that was refused. */
export function FailureNote({ reason, onRetry, onDiscard }: FailureNoteProps) {
  const t = useMessageStrings();
  return (
    <div className={styles['failure']}>
      <p className={styles['reason']}>{reason ?? t.notSent}</p>
      <Button onClick={onRetry}>{t.retry}</Button>
      <Button onClick={onDiscard}>{t.discard}</Button>
    </div>
  );
}
