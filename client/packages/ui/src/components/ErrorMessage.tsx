import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { defineStrings, useStrings } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import styles from './ErrorMessage.module.css';

const strings = defineStrings({ ru: { retry: 'Повторить' }, en: { retry: 'Retry' } });

interface ErrorMessageProps {
  children: ReactNode;
  onRetry?: (() => void) | undefined;
}

/** Says at once what went wrong, and what can be done. */
export function ErrorMessage({ children, onRetry }: ErrorMessageProps) {
  const t = useStrings(strings);
  return (
    <div className={styles['note']} role="alert">
      <CircleAlert size={18} aria-hidden="true" />
      <div className={styles['text']}>{children}</div>
      {onRetry ? <Button onClick={onRetry}>{t.retry}</Button> : null}
    </div>
  );
}
