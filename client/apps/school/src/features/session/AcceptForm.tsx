import { Button, ErrorNote, PasswordField, TextField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { Link } from 'wouter';

import { EntryHeading } from './EntryCard.tsx';
import styles from './EntryForm.module.css';
import { linkMessages } from './linkMessages.ts';
import { useAcceptForm, type AcceptFormOptions } from './useAcceptForm.ts';

/** Asks for the address too, which the server does not tell, to sign in with it afterwards. */
export function AcceptForm(options: AcceptFormOptions) {
  const t = useText(linkMessages);
  const problemText = useProblemText();
  const { form, submit, isPending, otherError, fieldProps } = useAcceptForm(options);
  return (
    <form ref={form} className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <EntryHeading>{t.invitation}</EntryHeading>
      <p>{t.invitationHint}</p>
      <TextField
        {...fieldProps('email')}
        label={t.email}
        hint={t.emailHint}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
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
        <ErrorNote>{problemText(otherError, { email_taken: t.emailTaken })}</ErrorNote>
      )}
      <Button className={styles['submit']} variant="primary" type="submit" isPending={isPending}>
        {t.accept}
      </Button>
      <Link className={styles['link']} href="/">
        {t.hasAccount}
      </Link>
    </form>
  );
}
