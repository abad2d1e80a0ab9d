import { useRoleName } from '@vestnik/ui/format';
import { Button, DialogActions, ErrorMessage, Select, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useRef, useState, type SubmitEvent } from 'react';

import styles from './AddPersonForm.module.css';
import { strings } from './strings.ts';
import { generatePassword } from './password.ts';
import type { Credentials } from './GeneratedPassword.tsx';
import { ROLES, useAddPersonForm, type Draft, type UseAddPersonForm } from './useAddPersonForm.ts';

interface AddPersonFormProps {
  onClose: () => void;
  onAdded: (credentials: Credentials) => void;
}

const blank: Draft = { name: '', email: '', role: 'student', password: '' };

export function AddPersonForm({ onClose, onAdded }: AddPersonFormProps) {
  const t = useStrings(strings);
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(blank);
  const { add, isPending, errors, problem } = useAddPersonForm();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isPending) return;
    const faulty = await add(draft);
    if (faulty === null) onAdded(draft);
    else form.current?.querySelector<HTMLElement>(`[name="${faulty}"]`)?.focus();
  };
  const fill = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
  };

  return (
    <form ref={form} className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <Fields draft={draft} errors={errors} onFill={fill} />
      {problem ? <ErrorMessage>{problem}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.dismiss}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {t.submit}
        </Button>
      </DialogActions>
    </form>
  );
}

interface FieldsProps {
  draft: Draft;
  errors: UseAddPersonForm['errors'];
  onFill: (change: Partial<Draft>) => void;
}

function Fields({ draft, errors, onFill }: FieldsProps) {
  const t = useStrings(strings);
  const roleName = useRoleName();
  return (
    <>
      <TextField
        label={t.name}
        name="name"
        autoComplete="off"
        required
        value={draft.name}
        error={errors.name}
        onChange={(event) => {
          onFill({ name: event.target.value });
        }}
      />
      <TextField
        label={t.email}
        name="email"
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={draft.email}
        error={errors.email}
        onChange={(event) => {
          onFill({ email: event.target.value });
        }}
      />
      <Select
        label={t.role}
        value={draft.role}
        options={ROLES.map((role) => ({ value: role, label: roleName(role) }))}
        onChange={(event) => {
          onFill({ role: ROLES.find((role) => role === event.target.value) ?? draft.role });
        }}
      />
      <NewPassword value={draft.password} error={errors.password} onFill={onFill} />
    </>
  );
}

interface NewPasswordProps extends Pick<FieldsProps, 'onFill'> {
  value: string;
  error: string | null | undefined;
}

function NewPassword({ value, error, onFill }: NewPasswordProps) {
  const t = useStrings(strings);
  return (
    <TextField
      label={t.password}
      name="password"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      hint={t.passwordHint}
      value={value}
      error={error}
      onChange={(event) => {
        onFill({ password: event.target.value });
      }}
      action={
        <Button
          className={styles['generate']}
          onClick={() => {
            onFill({ password: generatePassword() });
          }}
        >
          {t.generate}
        </Button>
      }
    />
  );
}
