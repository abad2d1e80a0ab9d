import type { Account } from '@vestnik/sdk';
import { useOutbox, useSession } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorNote, IconButton } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { LogOut } from 'lucide-react';
import { useState } from 'react';

import { forgetDrafts, hasDrafts } from '../../drafts/index.ts';
import { messages } from './messages.ts';

/** The way out. Asks first where something would be lost, and says so where it is shut. */
export function SignOut({ user }: { user: Account }) {
  const t = useText(messages);
  const session = useSession();
  const problemText = useProblemText();
  const hasUnsent = useOutbox().length > 0;
  const [isAsking, setAsking] = useState(false);
  const [hasUnfinished, setUnfinished] = useState(false);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const leave = async () => {
    setPending(true);
    setError(null);
    try {
      await session.signOut();
      forgetDrafts(user.id);
    } catch (reason) {
      setError(reason);
      setAsking(true);
      setPending(false);
    }
  };

  return (
    <>
      <IconButton
        label={t.signOut}
        disabled={isPending}
        onClick={() => {
          const isUnfinished = hasDrafts(user.id);
          setUnfinished(isUnfinished);
          if (hasUnsent || isUnfinished) setAsking(true);
          else void leave();
        }}
      >
        <LogOut size={20} aria-hidden="true" />
      </IconButton>
      <Dialog
        isOpen={isAsking}
        title={t.signOutQuestion}
        onClose={() => {
          setAsking(false);
        }}
      >
        {hasUnsent ? <p>{t.unsent}</p> : null}
        {hasUnfinished ? <p>{t.unfinished}</p> : null}
        {error === null ? null : <ErrorNote>{problemText(error)}</ErrorNote>}
        <DialogActions>
          <Button
            onClick={() => {
              setAsking(false);
            }}
          >
            {t.cancel}
          </Button>
          <Button variant="danger" isPending={isPending} onClick={() => void leave()}>
            {t.signOut}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
