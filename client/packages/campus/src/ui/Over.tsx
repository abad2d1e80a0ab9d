import { IconButton } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { X } from 'lucide-react';

import { messages } from './messages.ts';
import styles from './Over.module.css';

interface OverProps {
  title: string;
  text: string;
  onStop: () => void;
}

/** What is being answered or changed, over the composer. */
export function Over({ title, text, onStop }: OverProps) {
  const t = useText(messages);
  return (
    <div className={styles['over']}>
      <div className={styles['what']}>
        <p className={styles['title']}>{title}</p>
        <p className={styles['text']}>{text}</p>
      </div>
      <IconButton label={t.stop} onClick={onStop}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
