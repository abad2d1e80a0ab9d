import { useChangePassword } from '@vestnik/sdk/school/react';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode } from '@vestnik/ui/errors';
import { useRef, useState, type SubmitEvent } from 'react';

import { isPasswordLengthValid } from '../../format/index.ts';
import { useRequest } from '../../requests/index.ts';
import { strings } from './strings.ts';

const EMPTY = { old: '', next: '' };

/** The state of the form that changes the user's own password. */
export function usePasswordForm() {
  const t = useStrings(strings);
  const { mutateAsync: changePassword } = useChangePassword();
  const { isPending, error, run, clearError } = useRequest();
  const oldField = useRef<HTMLInputElement>(null);
  const newField = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(EMPTY);
  const [wasChecked, setWasChecked] = useState(false);
  const [isChanged, setIsChanged] = useState(false);

  const code = errorCode(error);
  const isMissing = draft.old === '';
  const isInvalid = !isPasswordLengthValid(draft.next);
  const missing = wasChecked && isMissing ? t.passwordMissing : null;
  const hasInvalid = code === 'invalid_password' || (wasChecked && isInvalid);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsChanged(false);
    setWasChecked(true);
    if (isMissing || isInvalid) {
      (isMissing ? oldField : newField).current?.focus();
      return;
    }
    if (!(await run(() => changePassword({ oldPassword: draft.old, newPassword: draft.next }))))
      return;
    setIsChanged(true);
    setWasChecked(false);
    setDraft(EMPTY);
  };
  return {
    draft,
    change: (change: Partial<typeof EMPTY>) => {
      clearError();
      setDraft({ ...draft, ...change });
    },
    submit,
    isPending,
    isChanged,
    oldField,
    newField,
    oldError: code === 'wrong_password' ? t.wrongPassword : missing,
    newError: hasInvalid ? t.invalidPassword : null,
    /** What no field shows; null if there is nothing. */
    otherError: code === 'wrong_password' || code === 'invalid_password' ? null : error,
  };
}
