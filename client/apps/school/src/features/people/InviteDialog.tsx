import type { Invitation, NewInvitation } from '@vestnik/sdk/school';
import { Dialog } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { accountLink } from './accountLink.ts';
import { InviteForm } from './InviteForm.tsx';
import { GeneratedLink } from './GeneratedLink.tsx';
import { strings } from './strings.ts';

interface InviteDialogProps {
  initialEmail: string;
  onInvite: (invitation: NewInvitation) => Promise<Invitation>;
  onClose: () => void;
}

/** Invites an e-mail address and shows the link, this once. */
export function InviteDialog({ initialEmail, onInvite, onClose }: InviteDialogProps) {
  const t = useStrings(strings);
  const [invited, setInvited] = useState<{ invitation: Invitation; isMailed: boolean } | null>(
    null,
  );
  if (invited === null) {
    return (
      <Dialog isOpen title={t.invite} onClose={onClose}>
        <InviteForm
          initialEmail={initialEmail}
          onClose={onClose}
          onSubmit={async (wanted) => {
            const invitation = await onInvite(wanted);
            setInvited({ invitation, isMailed: wanted.send_mail === true });
          }}
        />
      </Dialog>
    );
  }
  const { invitation, isMailed } = invited;
  return (
    <Dialog isOpen title={t.invited(invitation.email)} onClose={onClose}>
      <GeneratedLink
        link={accountLink('invitation', invitation, location.origin)}
        hints={isMailed ? [t.invitedHint, t.invitedMail] : [t.invitedHint]}
        onClose={onClose}
      />
    </Dialog>
  );
}
