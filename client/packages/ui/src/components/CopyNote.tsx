import { CloudOff } from 'lucide-react';

import { defineStrings, useStrings } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import styles from './CopyNote.module.css';

const strings = defineStrings({
  ru: { kept: 'Нет соединения. Показаны ранее загруженные данные.', retry: 'Повторить' },
  en: { kept: 'No connection. Showing previously loaded data.', retry: 'Retry' },
});

/** Says that what follows was kept by this browser, since the server cannot be asked. */
export function CopyNote({ onRetry }: { onRetry: () => void }) {
  const t = useStrings(strings);
  return (
    <div className={styles['note']} data-copy>
      <CloudOff size={18} aria-hidden="true" />
      <p className={styles['text']}>{t.kept}</p>
      <Button variant="quiet" onClick={onRetry}>
        {t.retry}
      </Button>
    </div>
  );
}
