import { toVestnikError, type Message, type VestnikError } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState, type ReactNode } from 'react';

import styles from './DeleteDialog.module.css';
import { strings } from '../strings.ts';
import { toErrorReason } from '../errorReason.ts';

interface DeleteDialogProps {
  messages: readonly Message[];
  title: string;
  warning: string;
  /** Above the warning. */
  children?: ReactNode;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before messages are deleted, and shows why one could not be. */
export function DeleteDialog(props: DeleteDialogProps) {
  const { messages, title, warning, children, onClose, onDeleted } = props;
  const t = useStrings(strings);
  const { remove } = useMessageActions();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<VestnikError | null>(null);

  const confirm = async () => {
    setPending(true);
    setError(null);
    try {
      for (const message of messages) await remove(message);
      onDeleted();
    } catch (reason) {
      setError(toVestnikError(reason));
      setPending(false);
    }
  };

  return (
    <Dialog isOpen title={title} onClose={onClose}>
      {children}
      <p className={styles['warning']}>{warning}</p>
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

interface DeleteMessageDialogProps extends Pick<DeleteDialogProps, 'onClose' | 'onDeleted'> {
  message: Message;
}

/** The same for one message, with its text. */
export function DeleteMessageDialog({ message, ...rest }: DeleteMessageDialogProps) {
  const t = useStrings(strings);
  return (
    <DeleteDialog {...rest} messages={[message]} title={t.deleteQuestion} warning={t.deleteWarning}>
      <p className={styles['text']}>{message.text}</p>
    </DeleteDialog>
  );
}
