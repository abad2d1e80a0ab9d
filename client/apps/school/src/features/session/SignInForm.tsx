import { useSession } from '@vestnik/sdk/react';
import { Button, ErrorMessage, PasswordField, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';

import styles from './EntryForm.module.css';
import { strings } from './strings.ts';

interface Attempt {
  isPending: boolean;
  /** Whether the fields were looked over: an empty one is marked only then. */
  wasChecked: boolean;
  error: unknown;
}

const untried: Attempt = { isPending: false, wasChecked: false, error: null };

interface SignInFormProps {
  initialEmail?: string;
  initialPassword?: string;
  /** Called with the typed e-mail address; absent where another application has the passwords. */
  onForgotten?: ((email: string) => void) | undefined;
}

export function SignInForm({
  initialEmail = '',
  initialPassword = '',
  onForgotten,
}: SignInFormProps) {
  const t = useStrings(strings);
  const session = useSession();
  const errorMessage = useErrorMessage();
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState(initialEmail);
  const [password, setPassword] = useState(initialPassword);
  const [attempt, setAttempt] = useState(untried);

  useEffect(() => {
    emailField.current?.focus();
  }, []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (attempt.isPending) return;
    const empty = email.trim() === '' ? emailField : password === '' ? passwordField : null;
    setAttempt({ isPending: empty === null, wasChecked: true, error: null });
    if (empty) {
      empty.current?.focus();
      return;
    }
    try {
      await session.signIn(email.trim(), password);
    } catch (error) {
      setAttempt({ isPending: false, wasChecked: true, error });
      passwordField.current?.focus();
    }
  };

  const missing = (value: string, words: string) =>
    attempt.wasChecked && value === '' ? words : null;

  return (
    <form className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        ref={emailField}
        label={t.email}
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={email}
        onChange={(event) => {
          setEmail(event.target.value);
        }}
        error={missing(email.trim(), t.emailMissing)}
      />
      <PasswordField
        ref={passwordField}
        label={t.password}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
        }}
        error={missing(password, t.passwordMissing)}
      />
      {attempt.error ? (
        <ErrorMessage>
          {errorMessage(attempt.error, {
            wrong_credentials: t.wrongCredentials,
            no_such_route: t.signInElsewhere,
            not_in_this_realm: t.notInRealm,
          })}
        </ErrorMessage>
      ) : null}
      <Button
        className={styles['submit']}
        variant="primary"
        type="submit"
        isPending={attempt.isPending}
      >
        {t.signIn}
      </Button>
      {onForgotten ? (
        <Button
          className={styles['forgot']}
          variant="quiet"
          onClick={() => {
            onForgotten(email.trim());
          }}
        >
          {t.forgot}
        </Button>
      ) : null}
    </form>
  );
}
