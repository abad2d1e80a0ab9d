import { Button, Dialog, DialogActions } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { useState } from 'react';
import { toast } from 'sonner';

import { messages } from './messages.ts';

interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  text: string;
  /** What the button says. */
  action: string;
  act: () => Promise<unknown>;
  onClose: () => void;
  /** It was done, and the dialog closes. */
  onDone?: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, text, action, act, onClose, onDone } = props;
  const t = useText(messages);
  const problem = useProblemText();
  const [isPending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    try {
      await act();
      onClose();
      onDone?.();
    } catch (reason) {
      toast.error(t.notDone, { description: problem(reason) });
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      <p>{text}</p>
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          variant="danger"
          isPending={isPending}
          onClick={() => {
            void confirm();
          }}
        >
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
