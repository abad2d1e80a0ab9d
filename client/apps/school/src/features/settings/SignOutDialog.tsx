import { Button, Dialog, DialogActions, ErrorNote } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';

import { messages } from './messages.ts';

interface SignOutDialogProps {
  /** What would be lost. */
  texts: readonly string[];
  error: unknown;
  isPending: boolean;
  onSignOut: () => void;
  onClose: () => void;
}

/** Says what signing out would lose, or why it failed. */
export default function SignOutDialog({
  texts,
  error,
  isPending,
  onSignOut,
  onClose,
}: SignOutDialogProps) {
  const t = useText(messages);
  const problemText = useProblemText();
  return (
    <Dialog isOpen title={t.signOutQuestion} onClose={onClose}>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {error === null ? null : <ErrorNote>{problemText(error)}</ErrorNote>}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button variant="danger" isPending={isPending} onClick={onSignOut}>
          {t.signOut}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
