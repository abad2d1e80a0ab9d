import { IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { X } from 'lucide-react';

import styles from './MissingMessage.module.css';
import { strings } from '../strings.ts';

interface MissingMessageProps {
  onClose: () => void;
}

/** Over the log: the message that was jumped to cannot be shown. */
export default function MissingMessage({ onClose }: MissingMessageProps) {
  const t = useStrings(strings);
  return (
    <div role="status" className={styles['note']}>
      <p className={styles['text']}>{t.missingMessage}</p>
      <IconButton label={t.close} onClick={onClose}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
