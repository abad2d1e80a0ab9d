import { useAccountRequests } from '@vestnik/sdk/school/react';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode } from '@vestnik/ui/errors';
import { useRef, useState, type SubmitEvent } from 'react';

import { isPasswordLengthValid } from '../../format/index.ts';
import { useRequest } from '../../requests/index.ts';
import { linkStrings } from './linkStrings.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface AcceptFormOptions {
  readonly token: string;
  /** The address that was invited. */
  readonly email: string;
  readonly onAccepted: (credentials: Credentials) => Promise<void>;
  readonly onInvalid: () => void;
}

type FieldName = 'name' | 'password';

/** The state of the form that accepts an invitation. */
export function useAcceptForm({ token, email, onAccepted, onInvalid }: AcceptFormOptions) {
  const t = useStrings(linkStrings);
  const { links } = useAccountRequests();
  const { isPending, error, run } = useRequest();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState({ name: '', password: '' });
  const [wasChecked, setWasChecked] = useState(false);

  const missing: Partial<Record<FieldName, string>> = {
    ...(draft.name.trim() === '' && { name: t.nameMissing }),
    ...(!isPasswordLengthValid(draft.password) && { password: t.invalidPassword }),
  };
  const refused = refusedField(errorCode(error), t);
  const errors = { ...refused, ...(wasChecked && missing) };

  const accept = async () => {
    try {
      const { name, password } = draft;
      await links.acceptInvitation({ token, name: name.trim(), password });
    } catch (reason) {
      if (errorCode(reason) === 'invalid_link') onInvalid();
      throw reason;
    }
    await onAccepted({ email, password: draft.password });
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setWasChecked(true);
    const [first] = Object.keys(missing);
    if (first === undefined) await run(accept);
    else form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  return {
    form,
    submit,
    isPending,
    /** What no field shows; null if there is nothing. */
    otherError: refused === null ? error : null,
    fieldProps: (name: FieldName) => ({
      name,
      value: draft[name],
      error: errors[name] ?? null,
      onChange: (event: { target: { value: string } }) => {
        setDraft({ ...draft, [name]: event.target.value });
      },
    }),
  };
}

/** The field that a refusal is about; null if it is about none. */
function refusedField(
  code: string | null,
  t: (typeof linkStrings)['ru'],
): Partial<Record<FieldName, string>> | null {
  if (code === 'invalid_name') return { name: t.invalidName };
  return code === 'invalid_password' ? { password: t.invalidPassword } : null;
}
