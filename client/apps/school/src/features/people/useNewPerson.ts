import type { Role } from '@vestnik/sdk';
import { useAddUser } from '@vestnik/sdk/school/react';
import { useText } from '@vestnik/ui/i18n';
import { problemCode, useProblemText } from '@vestnik/ui/problem';
import { useState } from 'react';

import { messages } from './messages.ts';

export const ROLES: readonly Role[] = ['student', 'teacher', 'admin'];

export interface Draft {
  name: string;
  email: string;
  role: Role;
  /** Empty: without one. */
  password: string;
}

export type FieldName = 'name' | 'email' | 'password';

type Fault = { of: FieldName; text: string } | { of: null; text: string };

export interface NewPerson {
  /** Resolves with what is to be mended: a field, '' for something else, or null for nothing. */
  add: (draft: Draft) => Promise<FieldName | '' | null>;
  isPending: boolean;
  errors: Partial<Record<FieldName, string>>;
  /** What is no field's fault. */
  problem: string | null;
}

/** Adds a person, and says which field stands in the way. */
export function useNewPerson(): NewPerson {
  const { mutateAsync: addUser } = useAddUser();
  const missingIn = useMissing();
  const faultOf = useFaultOf();
  const [isPending, setIsPending] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);

  const submit = async (draft: Draft) => {
    const missing = missingIn(draft);
    setFault(missing);
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
      const found = faultOf(error);
      setFault(found);
      return found.of ?? '';
    } finally {
      setIsPending(false);
    }
  };

  return {
    add: submit,
    isPending,
    errors: fault?.of ? { [fault.of]: fault.text } : {},
    problem: fault?.of === null ? fault.text : null,
  };
}

function useMissing(): (draft: Draft) => Fault | null {
  const t = useText(messages);
  return (draft) => {
    if (draft.name.trim() === '') return { of: 'name', text: t.nameMissing };
    return draft.email.trim() === '' ? { of: 'email', text: t.emailMissing } : null;
  };
}

function useFaultOf(): (error: unknown) => Fault {
  const t = useText(messages);
  const problemText = useProblemText();
  return (error) => {
    switch (problemCode(error)) {
      case 'email_taken':
        return { of: 'email', text: t.emailTaken };
      case 'invalid_email':
        return { of: 'email', text: t.invalidEmail };
      case 'invalid_name':
        return { of: 'name', text: t.invalidName };
      case 'invalid_password':
        return { of: 'password', text: t.invalidPassword };
      default:
        return { of: null, text: problemText(error) };
    }
  };
}
