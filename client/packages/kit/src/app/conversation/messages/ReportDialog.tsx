import type { Message } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useStrings } from '@vestnik/ui/i18n';
import { useId, useState } from 'react';

import { strings } from '../strings.ts';
import styles from './ReportDialog.module.css';

/** In characters, as the server counts them. */
const MAX_REASON_LENGTH = 2_000;

interface ReportDialogProps {
  message: Message;
  onClose: () => void;
}

/** Asks why a moderator should look at a message, and says when it was reported. */
export function ReportDialog({ message, onClose }: ReportDialogProps) {
  const t = useStrings(strings);
  const [isReported, setIsReported] = useState(false);
  return (
    <Dialog isOpen title={t.reportTitle} onClose={onClose}>
      {isReported ? (
        <>
          <p role="status">{t.reported}</p>
          <DialogActions>
            <Button onClick={onClose}>{t.close}</Button>
          </DialogActions>
        </>
      ) : (
        <ReportForm
          message={message}
          onReported={() => {
            setIsReported(true);
          }}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function ReportForm({
  message,
  onReported,
  onClose,
}: ReportDialogProps & { onReported: () => void }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { report } = useMessageActions();
  const [reason, setReason] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const reasonId = useId();
  const submit = async () => {
    if (reason.trim() === '' || isPending) return;
    setIsPending(true);
    setError(null);
    try {
      await report(message, reason);
      onReported();
    } catch (thrown) {
      setError(thrown);
      setIsPending(false);
    }
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <blockquote className={styles['quote']} dir="auto">
        {message.text === '' ? t.files : message.text}
      </blockquote>
      <label htmlFor={reasonId}>{t.reason}</label>
      <textarea
        id={reasonId}
        className={styles['field']}
        rows={3}
        maxLength={MAX_REASON_LENGTH}
        required
        // The dialog was opened to write this.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={reason}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button type="submit" variant="danger" isPending={isPending}>
          {t.submitReport}
        </Button>
      </DialogActions>
    </form>
  );
}
