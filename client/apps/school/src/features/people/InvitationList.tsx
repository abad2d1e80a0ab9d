import type { Invitation } from '@vestnik/sdk/school';
import type { UseInvitations } from '@vestnik/sdk/school/react';
import { Button, ConfirmDialog, ErrorMessage, LoadMore } from '@vestnik/ui';
import { useTimeFormat, useRoleName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useId, useState } from 'react';

import styles from './AccountList.module.css';
import { strings } from './strings.ts';

/** More than these would hide the people below: the list begins closed. */
const MAX_OPEN = 10;

interface InvitationListProps {
  list: UseInvitations;
  onInviteAgain: (email: string) => void;
}

/** The open invitations; nothing if there are none. */
export function InvitationList({ list, onInviteAgain }: InvitationListProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const headingId = useId();
  const [revoked, setRevoked] = useState<Invitation | null>(null);
  const { data: invitations = [], error, refetch, revoke, ...more } = list;
  if (error !== null && invitations.length === 0) {
    return <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>;
  }
  if (invitations.length === 0) return null;
  return (
    <details className={styles['section']} open={invitations.length <= MAX_OPEN}>
      <summary className={styles['summary']}>
        <h2 id={headingId} className={styles['heading']}>
          {t.invitations}
        </h2>
      </summary>
      <ul className={styles['list']} aria-labelledby={headingId}>
        {invitations.map((invitation) => (
          <InvitationItem
            key={invitation.id}
            invitation={invitation}
            onInviteAgain={onInviteAgain}
            onRevoke={setRevoked}
          />
        ))}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
      {revoked === null ? null : (
        <ConfirmDialog
          title={t.revokeQuestion}
          confirm={t.revoke}
          onConfirm={() => revoke(revoked.id)}
          onClose={() => {
            setRevoked(null);
          }}
        >
          <p>{t.revokeHint(revoked.email)}</p>
        </ConfirmDialog>
      )}
    </details>
  );
}

interface InvitationItemProps {
  invitation: Invitation;
  onInviteAgain: (email: string) => void;
  onRevoke: (invitation: Invitation) => void;
}

function InvitationItem({ invitation, onInviteAgain, onRevoke }: InvitationItemProps) {
  const t = useStrings(strings);
  const { relativeDay } = useTimeFormat();
  const roleName = useRoleName();
  const { email, role, expires_at } = invitation;
  return (
    <li className={styles['item']}>
      <div className={styles['lines']}>
        <p className={styles['name']}>{email}</p>
        <p className={styles['detail']}>
          {[roleName(role), t.validUntil(relativeDay(expires_at))].join(' · ')}
        </p>
      </div>
      <div className={styles['actions']}>
        <Button
          variant="quiet"
          aria-label={t.newLinkFor(email)}
          onClick={() => {
            onInviteAgain(email);
          }}
        >
          {t.newLink}
        </Button>
        <Button
          aria-label={t.revokeFor(email)}
          onClick={() => {
            onRevoke(invitation);
          }}
        >
          {t.revoke}
        </Button>
      </div>
    </li>
  );
}
