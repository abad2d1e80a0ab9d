import { asVestnikError, type Message, type VestnikError } from '@vestnik/sdk';
import { useDeleteMessage } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorNote } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useState } from 'react';

import styles from './DeleteDialog.module.css';
import { messages } from './messages.ts';
import { reasonOf } from './reason.ts';

interface DeleteDialogProps {
  message: Message;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before a message is deleted, and says so when it could not be. */
export function DeleteDialog({ message, onClose, onDeleted }: DeleteDialogProps) {
  const t = useText(messages);
  const deletion = useDeleteMessage();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<VestnikError | null>(null);

  const remove = async () => {
    setPending(true);
    setError(null);
    try {
      await deletion.deleteMessage(message);
      onDeleted();
    } catch (reason) {
      setError(asVestnikError(reason));
      setPending(false);
    }
  };

  return (
    <Dialog isOpen title={t.deleteQuestion} onClose={onClose}>
      <p className={styles['text']}>{message.content}</p>
      <p className={styles['warning']}>{t.deleteWarning}</p>
      {error ? <ErrorNote>{t.reasons[reasonOf(error)]}</ErrorNote> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          variant="danger"
          isPending={isPending}
          onClick={() => {
            void remove();
          }}
        >
          {t.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
