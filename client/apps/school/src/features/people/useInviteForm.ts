import { useServer } from '@vestnik/sdk/react';
import type { InvitedRole, NewInvitation } from '@vestnik/sdk/school';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useRef, useState, type RefObject } from 'react';

import { useRequest } from '../../requests/index.ts';
import { strings } from './strings.ts';

interface InviteValues {
  readonly email: string;
  readonly role: InvitedRole;
  readonly sendsMail: boolean;
}

interface InviteErrors {
  readonly email: string | null;
  readonly mail: string | null;
  /** Belongs to no field. */
  readonly other: string | null;
}

export interface UseInviteForm {
  readonly values: InviteValues;
  readonly errors: InviteErrors;
  readonly isPending: boolean;
  /** Whether the link can be sent by e-mail too. */
  readonly offersMail: boolean;
  readonly emailField: RefObject<HTMLInputElement | null>;
  readonly change: (change: Partial<InviteValues>) => void;
  readonly submit: () => Promise<void>;
}

/** The values, errors and submission of the form that invites an e-mail address. */
export function useInviteForm(
  initialEmail: string,
  onSubmit: (invitation: NewInvitation) => Promise<void>,
): UseInviteForm {
  const { isPending, error, run, clearError } = useRequest();
  const emailField = useRef<HTMLInputElement>(null);
  const [values, setValues] = useState<InviteValues>({
    email: initialEmail,
    role: 'student',
    sendsMail: true,
  });
  const [isMissing, setIsMissing] = useState(false);
  const offersMail = useServer()?.mail !== false;
  const errors = useErrors(isMissing, error);
  const submit = async () => {
    const email = values.email.trim();
    setIsMissing(email === '');
    const { role } = values;
    const send_mail = offersMail && values.sendsMail;
    const isDone = email !== '' && (await run(() => onSubmit({ email, role, send_mail })));
    if (!isDone) emailField.current?.focus();
  };
  return {
    values,
    errors,
    isPending,
    offersMail,
    emailField,
    change: (change) => {
      clearError();
      setValues((before) => ({ ...before, ...change }));
    },
    submit,
  };
}

function useErrors(isMissing: boolean, error: unknown): InviteErrors {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const code = errorCode(error);
  if (isMissing) return { email: t.emailMissing, mail: null, other: null };
  if (code === 'email_taken') return { email: t.emailTaken, mail: null, other: null };
  if (code === 'invalid_email') return { email: t.invalidEmail, mail: null, other: null };
  if (code === 'no_mail') return { email: null, mail: t.noMail, other: null };
  return { email: null, mail: null, other: error === null ? null : errorMessage(error) };
}
