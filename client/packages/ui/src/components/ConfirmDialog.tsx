import { useState, type ReactNode } from 'react';

import { defineStrings, useStrings } from '../i18n/index.ts';
import { useErrorMessage } from '../errors/index.ts';
import { Button } from './Button.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';
import { ErrorMessage } from './ErrorMessage.tsx';

const strings = defineStrings({ ru: { cancel: 'Отмена' }, en: { cancel: 'Cancel' } });

interface ConfirmDialogProps {
  title: string;
  /** The button that confirms. */
  confirm: string;
  /** If it rejects, the dialog shows the error and stays. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
  /** Texts for the codes of errors. */
  errorTexts?: Readonly<Record<string, string>>;
  /** What it means. */
  children: ReactNode;
}

/** Asks before something that is hard to undo. It is open while it is rendered. */
export function ConfirmDialog({
  title,
  confirm,
  onConfirm,
  onClose,
  errorTexts,
  children,
}: ConfirmDialogProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async () => {
    setIsPending(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (reason) {
      setError(reason);
      setIsPending(false);
    }
  };
  return (
    <Dialog isOpen title={title} onClose={onClose}>
      {children}
      {error === null ? null : <ErrorMessage>{errorMessage(error, errorTexts)}</ErrorMessage>}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button variant="danger" isPending={isPending} onClick={() => void submit()}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
