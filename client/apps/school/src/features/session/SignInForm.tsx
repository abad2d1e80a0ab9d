import { useSession } from '@vestnik/sdk/react';
import { Button, ErrorMessage, PasswordField, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useEffect, useRef, useState, type RefObject, type SubmitEvent } from 'react';

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

export function SignInForm(props: SignInFormProps) {
  const { initialEmail = '', initialPassword = '', onForgotten } = props;
  const t = useStrings(strings);
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState(initialEmail);
  const [password, setPassword] = useState(initialPassword);
  const { attempt, signIn } = useAttempt(emailField, passwordField);

  useEffect(() => {
    emailField.current?.focus();
  }, []);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void signIn(email.trim(), password);
  };

  const missing = (value: string, words: string) =>
    attempt.wasChecked && value === '' ? words : null;

  return (
    <form className={styles['form']} noValidate onSubmit={submit}>
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
      <Failure error={attempt.error} />
      <SubmitButton isPending={attempt.isPending} />
      <Forgotten email={email.trim()} onForgotten={onForgotten} />
    </form>
  );
}

function SubmitButton({ isPending }: Pick<Attempt, 'isPending'>) {
  const t = useStrings(strings);
  return (
    <Button className={styles['submit']} variant="primary" type="submit" isPending={isPending}>
      {t.signIn}
    </Button>
  );
}

interface ForgottenProps extends Pick<SignInFormProps, 'onForgotten'> {
  email: string;
}

function Forgotten({ email, onForgotten }: ForgottenProps) {
  const t = useStrings(strings);
  if (!onForgotten) return null;
  return (
    <Button
      className={styles['forgot']}
      variant="quiet"
      onClick={() => {
        onForgotten(email);
      }}
    >
      {t.forgot}
    </Button>
  );
}

/** Signs in, once at a time; moves the focus to what has to be filled in. */
function useAttempt(
  emailField: RefObject<HTMLInputElement | null>,
  passwordField: RefObject<HTMLInputElement | null>,
) {
  const session = useSession();
  const [attempt, setAttempt] = useState(untried);
  const signIn = async (email: string, password: string) => {
    if (attempt.isPending) return;
    const empty = email === '' ? emailField : password === '' ? passwordField : null;
    setAttempt({ isPending: empty === null, wasChecked: true, error: null });
    if (empty) {
      empty.current?.focus();
      return;
    }
    try {
      await session.signIn(email, password);
    } catch (error) {
      setAttempt({ isPending: false, wasChecked: true, error });
      passwordField.current?.focus();
    }
  };
  return { attempt, signIn };
}

function Failure({ error }: Pick<Attempt, 'error'>) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  if (!error) return null;
  const messages = {
    wrong_credentials: t.wrongCredentials,
    no_such_route: t.signInElsewhere,
    not_in_this_realm: t.notInRealm,
  };
  return <ErrorMessage>{errorMessage(error, messages)}</ErrorMessage>;
}
