import { Button } from '../components/index.ts';
import { useText } from '../i18n/index.ts';
import styles from './FailureNote.module.css';
import { messages } from './messages.ts';

interface FailureNoteProps {
  /** Why; null where it is not known. */
  reason: string | null;
  onRetry: () => void;
  onDiscard: () => void;
}

/** Under a message that was refused. */
export function FailureNote({ reason, onRetry, onDiscard }: FailureNoteProps) {
  const t = useText(messages);
  return (
    <div className={styles['failure']}>
      <p className={styles['reason']}>{reason ?? t.notSent}</p>
      <Button onClick={onRetry}>{t.retry}</Button>
      <Button onClick={onDiscard}>{t.discard}</Button>
    </div>
  );
}
