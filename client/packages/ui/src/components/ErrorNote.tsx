import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { defineMessages, useText } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import styles from './ErrorNote.module.css';

const messages = defineMessages({ ru: { retry: 'Повторить' }, en: { retry: 'Retry' } });

interface ErrorNoteProps {
  children: ReactNode;
  onRetry?: (() => void) | undefined;
}

/** Says at once what went wrong, and what can be done. */
export function ErrorNote({ children, onRetry }: ErrorNoteProps) {
  const t = useText(messages);
  return (
    <div className={styles['note']} role="alert">
      <CircleAlert size={18} aria-hidden="true" />
      <div className={styles['text']}>{children}</div>
      {onRetry ? <Button onClick={onRetry}>{t.retry}</Button> : null}
    </div>
  );
}
