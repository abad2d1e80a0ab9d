import { countDrafts, forgetDrafts } from '@vestnik/campus';
import { Button, Dialog, DialogActions } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { strings } from './strings.ts';

/** The way out. It asks first where drafts would be lost. */
export function SignOutButton({ onSignOut }: { onSignOut: () => void }) {
  const t = useStrings(strings);
  const [lost, setLost] = useState(0);
  const leave = () => {
    forgetDrafts();
    onSignOut();
  };
  const stay = () => {
    setLost(0);
  };
  return (
    <>
      <Button
        onClick={() => {
          const drafts = countDrafts();
          if (drafts === 0) leave();
          else setLost(drafts);
        }}
      >
        {t.signOut}
      </Button>
      <Dialog isOpen={lost > 0} title={t.signOutQuestion} onClose={stay}>
        <p>{t.draftsLost(lost)}</p>
        <DialogActions>
          <Button onClick={stay}>{t.stay}</Button>
          <Button variant="danger" onClick={leave}>
            {t.signOut}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
