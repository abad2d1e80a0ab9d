import { useText } from '../i18n/index.ts';
import { messages } from './messages.ts';
import styles from './TypingLine.module.css';

interface TypingLineProps {
  /** Who types, where there may be several; empty where it is clear. */
  names: readonly string[];
}

/** Shows that a user is typing. */
export function TypingLine({ names }: TypingLineProps) {
  const t = useText(messages);
  return <span className={styles['typing']}>{t.typing(names)}</span>;
}
