import { useClient } from '@vestnik/sdk/react';
import { useAccountRequests } from '@vestnik/sdk/school/react';
import { Button, ErrorMessage, PasswordField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useRef, useState, type SubmitEvent } from 'react';

import { AppLink } from '../../app/AppLink.tsx';
import { isPasswordLengthValid } from '../../format/index.ts';
import { useRequest } from '../../requests/index.ts';
import { EntryHeading, EntryText } from './EntryCard.tsx';
import styles from './EntryForm.module.css';
import { ForgotPassword } from './ForgotPassword.tsx';
import { linkStrings } from './linkStrings.ts';

/** Sets a new password by the link of a reset. */
export function PasswordPage({ token }: { token: string }) {
  const t = useStrings(linkStrings);
  const errorMessage = useErrorMessage();
  const client = useClient();
  const { links } = useAccountRequests();
  const { isPending, error, run } = useRequest();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [isInvalid, setIsInvalid] = useState(false);
  const [isSet, setIsSet] = useState(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const isValid = isPasswordLengthValid(password);
    setIsInvalid(!isValid);
    if (!isValid) {
      field.current?.focus();
      return;
    }
    const isDone = await run(() => links.resetPassword(token, password));
    setIsSet(isDone);
    // It may have been the log-in of this browser that has ended.
    if (isDone) void client.session.check();
  };

  if (isSet) return <PasswordSet />;
  const code = token === '' ? 'invalid_link' : errorCode(error);
  if (code === 'invalid_link') return <InvalidLink />;
  return (
    <form className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <EntryHeading>{t.password}</EntryHeading>
      <p>{t.passwordIntro}</p>
      <PasswordField
        ref={field}
        label={t.newPassword}
        name="new-password"
        autoComplete="new-password"
        hint={t.passwordHint}
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
        }}
        error={isInvalid || code === 'invalid_password' ? t.invalidPassword : null}
      />
      {error === null || code === 'invalid_password' ? null : (
        <ErrorMessage>{errorMessage(error)}</ErrorMessage>
      )}
      <Button className={styles['submit']} variant="primary" type="submit" isPending={isPending}>
        {t.setPassword}
      </Button>
    </form>
  );
}

function PasswordSet() {
  const t = useStrings(linkStrings);
  return (
    <EntryText heading={t.passwordSet}>
      <p>{t.passwordSetHint}</p>
      <p>
        <AppLink href="/">{t.toSignIn}</AppLink>
      </p>
    </EntryText>
  );
}

/** Offers another link. */
function InvalidLink() {
  const t = useStrings(linkStrings);
  return (
    <>
      <EntryText heading={t.invalidLink}>
        <p>{t.invalidLinkHint}</p>
      </EntryText>
      <ForgotPassword initialEmail="" isContinuation />
      <p>
        <AppLink href="/">{t.toSignIn}</AppLink>
      </p>
    </>
  );
}
