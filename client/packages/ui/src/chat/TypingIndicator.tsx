import { useStrings } from '../i18n/index.ts';
import { strings } from './strings.ts';
import styles from './TypingIndicator.module.css';

interface TypingIndicatorProps {
  /** Who types, where there may be several; empty where it is clear. */
  names: readonly string[];
}

/** Shows that a user is typing. */
export function TypingIndicator({ names }: TypingIndicatorProps) {
  const t = useStrings(strings);
  return <span className={styles['typing']}>{t.typing(names)}</span>;
}
