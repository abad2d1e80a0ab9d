import type { InvitedRole, NewInvitation } from '@vestnik/sdk/school';
import { Button, DialogActions, ErrorNote, Select, Switch, TextField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { problemCode, useProblemText } from '@vestnik/ui/problem';
import { useRef, useState, type Ref, type SubmitEvent } from 'react';

import { useRoleName } from '../../format/index.ts';
import { useRequest } from '../../requests/index.ts';
import styles from './AddPersonForm.module.css';
import { messages } from './messages.ts';

const ROLES: readonly InvitedRole[] = ['student', 'teacher', 'admin'];

interface InviteFormProps {
  initialEmail: string;
  onSubmit: (invitation: NewInvitation) => Promise<void>;
  onClose: () => void;
}

export function InviteForm({ initialEmail, onSubmit, onClose }: InviteFormProps) {
  const t = useText(messages);
  const roleName = useRoleName();
  const problemText = useProblemText();
  const { isPending, error, run, clearError } = useRequest();
  const field = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState(initialEmail);
  const [role, setRole] = useState<InvitedRole>('student');
  const [sendsMail, setSendsMail] = useState(true);
  const [isMissing, setIsMissing] = useState(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const address = email.trim();
    setIsMissing(address === '');
    const isDone =
      address !== '' && (await run(() => onSubmit({ email: address, role, send_mail: sendsMail })));
    if (!isDone) field.current?.focus();
  };

  const code = problemCode(error);
  const emailErrors: Readonly<Record<string, string>> = {
    email_taken: t.emailTaken,
    invalid_email: t.invalidEmail,
  };
  const refused = code === null ? null : (emailErrors[code] ?? null);
  const emailError = isMissing ? t.emailMissing : refused;
  const isOfField = refused !== null || code === 'no_mail';
  return (
    <form className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <p>{t.inviteHint}</p>
      <EmailField
        ref={field}
        value={email}
        error={emailError}
        onChange={(value) => {
          clearError();
          setEmail(value);
        }}
      />
      <Select
        label={t.role}
        value={role}
        options={ROLES.map((one) => ({ value: one, label: roleName(one) }))}
        onChange={(event) => {
          setRole(ROLES.find((one) => one === event.target.value) ?? role);
        }}
      />
      <Switch
        label={t.sendMail}
        isOn={sendsMail}
        error={code === 'no_mail' ? t.noMail : null}
        onChange={(isOn) => {
          clearError();
          setSendsMail(isOn);
        }}
      />
      {error === null || isOfField ? null : <ErrorNote>{problemText(error)}</ErrorNote>}
      <DialogActions>
        <Button onClick={onClose}>{t.dismiss}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {t.invite}
        </Button>
      </DialogActions>
    </form>
  );
}

interface EmailFieldProps {
  ref: Ref<HTMLInputElement>;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

function EmailField({ ref, value, error, onChange }: EmailFieldProps) {
  const t = useText(messages);
  return (
    <TextField
      ref={ref}
      label={t.email}
      name="email"
      type="email"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      required
      value={value}
      error={error}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}
