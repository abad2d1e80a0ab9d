import type { ShownInvitation } from '@vestnik/sdk/school';
import { Button, ErrorMessage, PasswordField, TextField } from '@vestnik/ui';
import { useRoleName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';

import { AppLink } from '../../app/AppLink.tsx';
import { EntryHeading } from './EntryCard.tsx';
import styles from './EntryForm.module.css';
import { linkStrings } from './linkStrings.ts';
import { useAcceptForm, type AcceptFormOptions } from './useAcceptForm.ts';

interface AcceptFormProps extends Omit<AcceptFormOptions, 'email'> {
  invitation: ShownInvitation;
}

/** Asks for the name and a password of the person who was invited. */
export function AcceptForm({ invitation, ...callbacks }: AcceptFormProps) {
  const t = useStrings(linkStrings);
  const role = useRoleName()(invitation.role);
  const options = { ...callbacks, email: invitation.email };
  const errorMessage = useErrorMessage();
  const { form, submit, isPending, otherError, fieldProps } = useAcceptForm(options);
  return (
    <form ref={form} className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <EntryHeading>{t.invitation}</EntryHeading>
      <p>
        {invitation.invited_by === null
          ? t.invited(role)
          : t.invitedBy(invitation.invited_by, role)}
      </p>
      <p>{t.invitationHint}</p>
      <TextField
        label={t.email}
        hint={t.emailHint}
        type="email"
        autoComplete="username"
        readOnly
        value={invitation.email}
      />
      <TextField
        {...fieldProps('name')}
        label={t.name}
        hint={t.nameHint}
        autoComplete="name"
        required
      />
      <PasswordField
        {...fieldProps('password')}
        label={t.newPassword}
        hint={t.passwordHint}
        autoComplete="new-password"
      />
      {otherError === null ? null : (
        <ErrorMessage>{errorMessage(otherError, { email_taken: t.emailTaken })}</ErrorMessage>
      )}
      <Button className={styles['submit']} variant="primary" type="submit" isPending={isPending}>
        {t.accept}
      </Button>
      <AppLink className={styles['link']} href="/">
        {t.hasAccount}
      </AppLink>
    </form>
  );
}
