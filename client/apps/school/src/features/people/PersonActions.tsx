import { useServer } from '@vestnik/sdk/react';
import type { InvitedRole, SchoolUser } from '@vestnik/sdk/school';
import { useRoleName } from '@vestnik/ui/format';
import { useAccountRequests } from '@vestnik/sdk/school/react';
import { Button, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { KeyRound, Mail, UserX } from 'lucide-react';
import { useState } from 'react';

import { AppLink } from '../../app/AppLink.tsx';
import { useRequest } from '../../requests/index.ts';
import styles from './AddPersonForm.module.css';
import { strings } from './strings.ts';
import { RoleForm } from './RoleForm.tsx';

interface PersonActionsProps {
  user: SchoolUser;
  isOwn: boolean;
  onPasswordLink: () => Promise<void>;
  onRole: (role: InvitedRole) => Promise<void>;
  onDeactivate: () => void;
  onClose: () => void;
}

export function PersonActions({
  user,
  isOwn,
  onPasswordLink,
  onRole,
  onDeactivate,
  onClose,
}: PersonActionsProps) {
  const t = useStrings(strings);
  const roleName = useRoleName();
  return (
    <div className={styles['form']}>
      <p>{[roleName(user.role), user.email ?? t.noEmail].join(' · ')}</p>
      {isOwn ? (
        <p>
          {t.ownAccount} <AppLink href="/account">{t.toAccount}</AppLink>
        </p>
      ) : (
        <>
          <RoleForm role={user.role} onChange={onRole} />
          {user.email === null ? null : (
            <PasswordActions email={user.email} onPasswordLink={onPasswordLink} />
          )}
          <Button
            variant="danger"
            icon={<UserX size={18} aria-hidden="true" />}
            onClick={onDeactivate}
          >
            {t.deactivate}
          </Button>
        </>
      )}
      <Button variant="quiet" onClick={onClose}>
        {t.closeDialog}
      </Button>
    </div>
  );
}

interface PasswordActionsProps {
  email: string;
  onPasswordLink: () => Promise<void>;
}

/** A link that sets a new password: to hand over, or by e-mail. */
function PasswordActions({ email, onPasswordLink }: PasswordActionsProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { links } = useAccountRequests();
  const linking = useRequest();
  const mailing = useRequest();
  const [isSent, setIsSent] = useState(false);
  const sendsMail = useServer()?.mail !== false;
  const mail = async () => {
    setIsSent(await mailing.run(() => links.requestPasswordReset(email)));
  };
  const error = linking.error ?? mailing.error;
  return (
    <>
      <Button
        icon={<KeyRound size={18} aria-hidden="true" />}
        isPending={linking.isPending}
        onClick={() => void linking.run(onPasswordLink)}
      >
        {t.passwordLink}
      </Button>
      {sendsMail ? (
        <Button
          icon={<Mail size={18} aria-hidden="true" />}
          isPending={mailing.isPending}
          onClick={() => void mail()}
        >
          {t.mailLink}
        </Button>
      ) : null}
      <p aria-live="polite" hidden={!isSent}>
        {isSent ? t.mailSent(email) : ''}
      </p>
      {error === null ? null : (
        <ErrorMessage>{errorMessage(error, { no_mail: t.noMailReset })}</ErrorMessage>
      )}
    </>
  );
}
