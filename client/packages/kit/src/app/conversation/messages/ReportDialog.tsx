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
  const errorMessage = useErrorMessage();
  const { report } = useMessageActions();
  const [reason, setReason] = useState('');
  const [state, setState] = useState<'open' | 'pending' | 'reported'>('open');
  const [error, setError] = useState<unknown>(null);
  const reasonId = useId();
  const submit = async () => {
    if (reason.trim() === '' || state !== 'open') return;
    setState('pending');
    setError(null);
    try {
      await report(message, reason);
      setState('reported');
    } catch (thrown) {
      setError(thrown);
      setState('open');
    }
  };
  return (
    <Dialog isOpen title={t.reportTitle} onClose={onClose}>
      {state === 'reported' ? (
        <>
          <p role="status">{t.reported}</p>
          <DialogActions>
            <Button onClick={onClose}>{t.close}</Button>
          </DialogActions>
        </>
      ) : (
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
            <Button type="submit" variant="danger" isPending={state === 'pending'}>
              {t.submitReport}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
