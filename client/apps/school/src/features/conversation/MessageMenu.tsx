import type { Message } from '@vestnik/sdk';
import { Button, Dialog } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { Copy, Trash2 } from 'lucide-react';

import styles from './DeleteDialog.module.css';
import { messages } from './messages.ts';

interface MessageMenuProps {
  message: Message;
  onClose: () => void;
  onDelete: () => void;
}

/** What can be done with a message of one's own: opened by a long press, or by Enter. */
export function MessageMenu({ message, onClose, onDelete }: MessageMenuProps) {
  const t = useText(messages);
  const copy = () => {
    void navigator.clipboard.writeText(message.content).catch(() => undefined);
    onClose();
  };
  return (
    <Dialog isOpen title={t.message} onClose={onClose}>
      <p className={styles['text']}>{message.content}</p>
      <div className={styles['menu']}>
        {canCopy() ? (
          <Button icon={<Copy size={18} aria-hidden="true" />} onClick={copy}>
            {t.copy}
          </Button>
        ) : null}
        <Button variant="danger" icon={<Trash2 size={18} aria-hidden="true" />} onClick={onDelete}>
          {t.deleteMessage}
        </Button>
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
