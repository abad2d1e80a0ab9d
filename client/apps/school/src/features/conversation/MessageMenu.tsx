import type { Message } from '@vestnik/sdk';
import { Button, Dialog } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { Copy, Trash2 } from 'lucide-react';

import styles from './DeleteDialog.module.css';
import { strings } from './strings.ts';

interface MessageMenuProps {
  message: Message;
  onClose: () => void;
  /** Null: the server would refuse it. */
  onDelete: (() => void) | null;
}

/** The actions of a message: opened by a long press, or by Enter. */
export function MessageMenu({ message, onClose, onDelete }: MessageMenuProps) {
  const t = useText(strings);
  const copy = () => {
    void navigator.clipboard.writeText(message.text).catch(() => undefined);
    onClose();
  };
  return (
    <Dialog isOpen title={t.message} onClose={onClose}>
      <p className={styles['text']}>{message.text}</p>
      <div className={styles['menu']}>
        {canCopy() ? (
          <Button icon={<Copy size={18} aria-hidden="true" />} onClick={copy}>
            {t.copy}
          </Button>
        ) : null}
        {onDelete === null ? null : (
          <Button
            variant="danger"
            icon={<Trash2 size={18} aria-hidden="true" />}
            onClick={onDelete}
          >
            {t.deleteMessage}
          </Button>
        )}
        <Button variant="quiet" onClick={onClose}>
          {t.close}
        </Button>
      </div>
    </Dialog>
  );
}

/** Only a page that came over HTTPS, or from this machine, may write to the clipboard. */
function canCopy(): boolean {
  return window.isSecureContext;
}
