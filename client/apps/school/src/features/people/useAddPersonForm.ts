import type { Role } from '@vestnik/sdk';
import { useAddUser } from '@vestnik/sdk/school/react';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useState } from 'react';

import { strings } from './strings.ts';

export const ROLES: readonly Role[] = ['student', 'teacher', 'admin'];

export interface Draft {
  name: string;
  email: string;
  role: Role;
  /** Empty: without one. */
  password: string;
}

export type FieldName = 'name' | 'email' | 'password';

type FormError = { of: FieldName; text: string } | { of: null; text: string };

export interface UseAddPersonForm {
  /** Resolves with what is to be mended: a field, '' for something else, or null for nothing. */
  add: (draft: Draft) => Promise<FieldName | '' | null>;
  isPending: boolean;
  errors: Partial<Record<FieldName, string>>;
  /** The error that belongs to no field. */
  problem: string | null;
}

/** Adds a person, and says which field stands in the way. */
export function useAddPersonForm(): UseAddPersonForm {
  const { mutateAsync: addUser } = useAddUser();
  const validateRequired = useValidateRequired();
  const toFormError = useToFormError();
  const [isPending, setIsPending] = useState(false);
  const [formError, setFormError] = useState<FormError | null>(null);

  const submit = async (draft: Draft) => {
    const missing = validateRequired(draft);
    setFormError(missing);
    if (missing) return missing.of ?? '';
    setIsPending(true);
    try {
      const { password, ...person } = draft;
      await addUser({
        ...person,
        name: person.name.trim(),
        email: person.email.trim(),
        ...(password === '' ? {} : { password }),
      });
      return null;
    } catch (error) {
      const found = toFormError(error);
      setFormError(found);
      return found.of ?? '';
    } finally {
      setIsPending(false);
    }
  };

  return {
    add: submit,
    isPending,
    errors: formError?.of ? { [formError.of]: formError.text } : {},
    problem: formError?.of === null ? formError.text : null,
  };
}

function useValidateRequired(): (draft: Draft) => FormError | null {
  const t = useStrings(strings);
  return (draft) => {
    if (draft.name.trim() === '') return { of: 'name', text: t.nameMissing };
    return draft.email.trim() === '' ? { of: 'email', text: t.emailMissing } : null;
  };
}

function useToFormError(): (error: unknown) => FormError {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  return (error) => {
    switch (errorCode(error)) {
      case 'email_taken':
        return { of: 'email', text: t.emailTaken };
      case 'invalid_email':
        return { of: 'email', text: t.invalidEmail };
      case 'invalid_name':
        return { of: 'name', text: t.invalidName };
      case 'invalid_password':
        return { of: 'password', text: t.invalidPassword };
      default:
        return { of: null, text: errorMessage(error) };
    }
  };
}
