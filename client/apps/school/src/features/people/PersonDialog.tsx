import type { PasswordLink, SchoolUser } from '@vestnik/sdk/school';
import { usePeopleAdmin } from '@vestnik/sdk/school/react';
import { ConfirmDialog, Dialog } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { accountLink } from './accountLink.ts';
import { GeneratedLink } from './GeneratedLink.tsx';
import { strings } from './strings.ts';
import { PersonActions } from './PersonActions.tsx';

interface PersonDialogProps {
  user: SchoolUser;
  isOwn: boolean;
  onClose: () => void;
}

/** What an admin can do with an account. */
export function PersonDialog({ user, isOwn, onClose }: PersonDialogProps) {
  const t = useStrings(strings);
  const name = useDisplayName()(user.name);
  const { addPasswordLink, setRole, deactivate } = usePeopleAdmin();
  const [link, setLink] = useState<PasswordLink | null>(null);
  const [isDeactivating, setIsDeactivating] = useState(false);
  if (isDeactivating) {
    return (
      <ConfirmDialog
        title={t.deactivateQuestion(name)}
        confirm={t.deactivate}
        onConfirm={() => deactivate(user.id)}
        onClose={onClose}
      >
        <p>{t.deactivateHint}</p>
      </ConfirmDialog>
    );
  }
  return (
    <Dialog isOpen title={link === null ? name : t.passwordLink} onClose={onClose}>
      {link === null ? (
        <PersonActions
          user={user}
          isOwn={isOwn}
          onPasswordLink={async () => {
            setLink(await addPasswordLink(user.id));
          }}
          onRole={async (role) => {
            await setRole(user.id, role);
            onClose();
          }}
          onDeactivate={() => {
            setIsDeactivating(true);
          }}
          onClose={onClose}
        />
      ) : (
        <GeneratedLink
          link={accountLink('password', link, location.origin)}
          hints={[t.passwordLinkHint]}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
