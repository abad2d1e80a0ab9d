import { clsx } from '@vestnik/ui';

import styles from './Notice.module.css';

/** What became of an action, or why the chat cannot be used. */
export function Notice({ text, isQuiet = false }: { text: string | null; isQuiet?: boolean }) {
  if (text === null) return null;
  return (
    <p className={clsx(styles['notice'], isQuiet && styles['quiet'])} role="alert">
      {text}
    </p>
  );
}
