import type { InvitedRole, NewInvitation } from '@vestnik/sdk/school';
import { useRoleName } from '@vestnik/ui/format';
import { Button, DialogActions, ErrorMessage, Select, Switch, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import type { Ref } from 'react';

import styles from './AddPersonForm.module.css';
import { strings } from './strings.ts';
import { ROLES } from './roles.ts';
import { useInviteForm } from './useInviteForm.ts';

interface InviteFormProps {
  initialEmail: string;
  onSubmit: (invitation: NewInvitation) => Promise<void>;
  onClose: () => void;
}

export function InviteForm({ initialEmail, onSubmit, onClose }: InviteFormProps) {
  const t = useStrings(strings);
  const { values, errors, change, isPending, offersMail, submit, emailField } = useInviteForm(
    initialEmail,
    onSubmit,
  );
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{t.inviteHint}</p>
      <EmailField
        ref={emailField}
        value={values.email}
        error={errors.email}
        onChange={(email) => {
          change({ email });
        }}
      />
      <RoleField
        value={values.role}
        onChange={(role) => {
          change({ role });
        }}
      />
      {offersMail ? (
        <Switch
          label={t.sendMail}
          isOn={values.sendsMail}
          error={errors.mail}
          onChange={(sendsMail) => {
            change({ sendsMail });
          }}
        />
      ) : null}
      {errors.other === null ? null : <ErrorMessage>{errors.other}</ErrorMessage>}
      <DialogActions>
        <Button onClick={onClose}>{t.dismiss}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {t.invite}
        </Button>
      </DialogActions>
    </form>
  );
}

interface RoleFieldProps {
  value: InvitedRole;
  onChange: (role: InvitedRole) => void;
}

function RoleField({ value, onChange }: RoleFieldProps) {
  const t = useStrings(strings);
  const roleName = useRoleName();
  return (
    <Select
      label={t.role}
      value={value}
      options={ROLES.map((role) => ({ value: role, label: roleName(role) }))}
      onChange={(event) => {
        onChange(ROLES.find((role) => role === event.target.value) ?? value);
      }}
    />
  );
}

interface EmailFieldProps {
  ref: Ref<HTMLInputElement>;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

function EmailField({ ref, value, error, onChange }: EmailFieldProps) {
  const t = useStrings(strings);
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
