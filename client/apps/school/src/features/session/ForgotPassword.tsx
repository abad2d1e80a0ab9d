import { useServer } from '@vestnik/sdk/react';
import { useAccountRequests } from '@vestnik/sdk/school/react';
import { Button, ErrorMessage, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useState, type SubmitEvent } from 'react';

import { useRequest } from '../../requests/index.ts';
import { EntryHeading, EntryText } from './EntryCard.tsx';
import styles from './EntryForm.module.css';
import { strings } from './strings.ts';

interface ForgotPasswordProps {
  initialEmail: string;
  /** Without its own heading: it continues a text. */
  isContinuation?: boolean;
  /** Without it there is no way back. */
  onBack?: () => void;
}

/** Requests an e-mail with a link that sets a new password. A server without e-mail refers to its admin. */
export function ForgotPassword(props: ForgotPasswordProps) {
  const server = useServer();
  return server?.mail === false ? <AskAdmin {...props} /> : <RequestLink {...props} />;
}

function AskAdmin({ isContinuation = false, onBack }: ForgotPasswordProps) {
  const t = useStrings(strings);
  return (
    <div className={styles['form']}>
      {isContinuation ? null : <EntryHeading>{t.forgotTitle}</EntryHeading>}
      <p>{t.noMail}</p>
      {onBack ? <Button onClick={onBack}>{t.back}</Button> : null}
    </div>
  );
}

function RequestLink({ initialEmail, isContinuation = false, onBack }: ForgotPasswordProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { links } = useAccountRequests();
  const { isPending, error, run } = useRequest();
  const [email, setEmail] = useState(initialEmail);
  const [isMissing, setIsMissing] = useState(false);
  const [isSent, setIsSent] = useState(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const address = email.trim();
    setIsMissing(address === '');
    if (address === '') return;
    setIsSent(await run(() => links.requestPasswordReset(address)));
  };

  const back = onBack ? <Button onClick={onBack}>{t.back}</Button> : null;
  if (isSent) {
    return (
      <EntryText heading={t.sentTitle}>
        <p>{t.sent(email.trim())}</p>
        <p>{t.sentHint}</p>
        {back}
      </EntryText>
    );
  }
  const isInvalid = errorCode(error) === 'invalid_email';
  return (
    <form className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      {isContinuation ? null : <EntryHeading>{t.forgotTitle}</EntryHeading>}
      <p>{t.forgotHint}</p>
      <TextField
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
        error={isMissing ? t.emailMissing : isInvalid ? t.invalidEmail : null}
      />
      {error === null || isInvalid ? null : (
        <ErrorMessage>{errorMessage(error, { no_mail: t.noMail })}</ErrorMessage>
      )}
      <Button className={styles['submit']} variant="primary" type="submit" isPending={isPending}>
        {t.sendLink}
      </Button>
      {back}
    </form>
  );
}
