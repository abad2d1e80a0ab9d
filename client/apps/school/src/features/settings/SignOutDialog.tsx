import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';

import { strings } from './strings.ts';

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
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  return (
    <Dialog isOpen title={t.signOutQuestion} onClose={onClose}>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button variant="danger" isPending={isPending} onClick={onSignOut}>
          {t.signOut}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
