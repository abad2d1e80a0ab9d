import { toVestnikError, type Message } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useId, useState } from 'react';

import { strings, useErrorText } from '../strings.ts';
import styles from './ReportDialog.module.css';

/** In characters, as the server counts them. */
const MAX_REASON_LENGTH = 2_000;

interface ReportDialogProps {
  message: Message;
  onReported: () => void;
  onClose: () => void;
}

/** Asks why a moderator should look at a message. */
export function ReportDialog({ message, onReported, onClose }: ReportDialogProps) {
  const t = useStrings(strings);
  const errorText = useErrorText();
  const { report } = useMessageActions();
  const [reason, setReason] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const reasonId = useId();
  const submit = async () => {
    if (reason.trim() === '' || isPending) return;
    setIsPending(true);
    setError(null);
    try {
      await report(message, reason);
      onReported();
    } catch (thrown) {
      setError(errorText(toVestnikError(thrown)));
      setIsPending(false);
    }
  };
  return (
    <Dialog isOpen title={t.reportTitle} onClose={onClose}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <blockquote className={styles['quote']} dir="auto">
          {message.text === '' ? t.picture : message.text}
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
        {error === null ? null : <ErrorMessage>{error}</ErrorMessage>}
        <DialogActions>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button
            type="submit"
            variant="danger"
            isPending={isPending}
            disabled={reason.trim() === ''}
          >
            {t.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
