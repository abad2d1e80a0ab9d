import { toVestnikError, type Message, type VestnikError } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import styles from './DeleteDialog.module.css';
import { strings } from '../strings.ts';
import { toErrorReason } from '../errorReason.ts';

interface DeleteDialogProps {
  message: Message;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before a message is deleted, and shows why it could not be. */
export function DeleteDialog({ message, onClose, onDeleted }: DeleteDialogProps) {
  const t = useStrings(strings);
  const { remove } = useMessageActions();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<VestnikError | null>(null);

  const confirm = async () => {
    setPending(true);
    setError(null);
    try {
      await remove(message);
      onDeleted();
    } catch (reason) {
      setError(toVestnikError(reason));
      setPending(false);
    }
  };

  return (
    <Dialog isOpen title={t.deleteQuestion} onClose={onClose}>
      <p className={styles['text']}>{message.text}</p>
      <p className={styles['warning']}>{t.deleteWarning}</p>
      {error ? <ErrorMessage>{t.reasons[toErrorReason(error)]}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          variant="danger"
          isPending={isPending}
          onClick={() => {
            void confirm();
          }}
        >
          {t.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
