import { Button, ErrorMessage, PageHeading, PasswordField, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState, type SubmitEvent } from 'react';

import styles from './ModerationPage.module.css';
import { signIn } from './moderatorToken.ts';
import { strings } from './strings.ts';

/** Signs a moderator in with an e-mail address and a password. */
export function SignInForm() {
  const t = useStrings(strings);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isPending) return;
    setIsPending(true);
    setProblem(null);
    const status = await signIn(email.trim(), password).catch(() => 0);
    if (status === 200) {
      // The client asks who is signed in when it starts.
      location.reload();
      return;
    }
    setProblem(status === 401 ? t.wrong : t.failed);
    setIsPending(false);
  };
  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)}>
      <PageHeading>{t.signIn}</PageHeading>
      <TextField
        label={t.email}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => {
          setEmail(event.target.value);
        }}
      />
      <PasswordField
        label={t.password}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
        }}
      />
      {problem === null ? null : <ErrorMessage>{problem}</ErrorMessage>}
      <Button variant="primary" type="submit" isPending={isPending}>
        {t.submit}
      </Button>
    </form>
  );
}
