import { useAccountRequests } from '@vestnik/sdk/school/react';
import { Button, ErrorNote, PasswordField, TextField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { problemCode, useProblemText } from '@vestnik/ui/problem';
import { useRef, useState, type SubmitEvent } from 'react';
import { Link } from 'wouter';

import { isPasswordLengthValid } from '../../format/index.ts';
import { useRequest } from '../../requests/index.ts';
import { EntryHeading } from './EntryCard.tsx';
import styles from './EntryForm.module.css';
import { linkMessages } from './linkMessages.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface AcceptFormProps {
  token: string;
  onAccepted: (credentials: Credentials) => Promise<void>;
  onInvalid: () => void;
}

type FieldName = 'email' | 'name' | 'password';

/** Asks for the address too, which the server does not tell, to sign in with it afterwards. */
export function AcceptForm({ token, onAccepted, onInvalid }: AcceptFormProps) {
  const t = useText(linkMessages);
  const problemText = useProblemText();
  const { links } = useAccountRequests();
  const { isPending, error, run } = useRequest();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState({ email: '', name: '', password: '' });
  const [wasChecked, setWasChecked] = useState(false);

  const missing: Partial<Record<FieldName, string>> = {
    ...(draft.email.trim() === '' && { email: t.emailMissing }),
    ...(draft.name.trim() === '' && { name: t.nameMissing }),
    ...(!isPasswordLengthValid(draft.password) && { password: t.invalidPassword }),
  };
  const refused = refusedField(problemCode(error), t);
  const errors = { ...refused, ...(wasChecked && missing) };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setWasChecked(true);
    const [first] = Object.keys(missing);
    if (first !== undefined) {
      form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    const email = draft.email.trim();
    const { password } = draft;
    await run(async () => {
      try {
        await links.acceptInvitation({ token, name: draft.name.trim(), password });
      } catch (reason) {
        if (problemCode(reason) === 'invalid_link') onInvalid();
        throw reason;
      }
      await onAccepted({ email, password });
    });
  };
  const change = (name: FieldName) => ({
    name,
    value: draft[name],
    error: errors[name] ?? null,
    onChange: (event: { target: { value: string } }) => {
      setDraft({ ...draft, [name]: event.target.value });
    },
  });

  return (
    <form ref={form} className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <EntryHeading>{t.invitation}</EntryHeading>
      <p>{t.invitationHint}</p>
      <TextField
        {...change('email')}
        label={t.email}
        hint={t.emailHint}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField
        {...change('name')}
        label={t.name}
        hint={t.nameHint}
        autoComplete="name"
        required
      />
      <PasswordField
        {...change('password')}
        label={t.newPassword}
        hint={t.passwordHint}
        autoComplete="new-password"
      />
      {error === null || refused !== null ? null : (
        <ErrorNote>{problemText(error, { email_taken: t.emailTaken })}</ErrorNote>
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

/** The field that a refusal is about; null if it is about none. */
function refusedField(
  code: string | null,
  t: (typeof linkMessages)['ru'],
): Partial<Record<FieldName, string>> | null {
  if (code === 'invalid_name') return { name: t.invalidName };
  return code === 'invalid_password' ? { password: t.invalidPassword } : null;
}
