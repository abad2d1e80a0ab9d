import { Button, Dialog, DialogActions, ErrorMessage, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import styles from './AuditView.module.css';
import { strings } from './strings.ts';
import { useReasonForm } from './useReasonForm.ts';

interface ReasonDialogProps {
  chatId: number;
  /** The server has the reason. */
  onGiven: () => void;
  onCancel: () => void;
}

/** Asks for the reason for reading a chat as a non-member, without which the server does not show it. */
export function ReasonDialog({ chatId, onGiven, onCancel }: ReasonDialogProps) {
  const t = useStrings(strings);
  const { field, isPending, problem, submit } = useReasonForm(chatId, onGiven);
  return (
    <Dialog isOpen title={t.whyRead} onClose={onCancel}>
      <form className={styles['reasonForm']} noValidate onSubmit={submit}>
        <TextField {...field} required hint={t.reasonHint} />
        {problem === null ? null : <ErrorMessage>{problem}</ErrorMessage>}
        <DialogActions>
          <Button onClick={onCancel}>{t.cancel}</Button>
          <Button variant="primary" type="submit" isPending={isPending}>
            {t.openChat}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
