import { useChangePassword } from '@vestnik/sdk/school/react';
import { Button, ErrorNote, PasswordField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { problemCode, useProblemText } from '@vestnik/ui/problem';
import { useRef, useState, type SubmitEvent } from 'react';

import { isPasswordLengthValid } from '../../format/index.ts';
import { useRequest } from '../../requests/index.ts';
import styles from './AccountForm.module.css';
import { AccountSection } from './AccountSection.tsx';
import { messages } from './messages.ts';

const EMPTY = { old: '', next: '' };

/** Changes the user's own password. */
export function PasswordSection({ email }: { email: string }) {
  const t = useText(messages);
  const problemText = useProblemText();
  const changePassword = useChangePassword();
  const { isPending, error, run, clearError } = useRequest();
  const oldField = useRef<HTMLInputElement>(null);
  const newField = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(EMPTY);
  const [wasChecked, setWasChecked] = useState(false);
  const [isChanged, setIsChanged] = useState(false);

  const code = problemCode(error);
  const isMissing = draft.old === '';
  const isInvalid = !isPasswordLengthValid(draft.next);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsChanged(false);
    setWasChecked(true);
    if (isMissing || isInvalid) {
      (isMissing ? oldField : newField).current?.focus();
      return;
    }
    if (!(await run(() => changePassword(draft.old, draft.next)))) return;
    setIsChanged(true);
    setWasChecked(false);
    setDraft(EMPTY);
  };
  const fill = (change: Partial<typeof EMPTY>) => {
    clearError();
    setDraft({ ...draft, ...change });
  };

  const isKnown = code === 'wrong_password' || code === 'invalid_password';
  return (
    <AccountSection heading={t.password}>
      <form className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
        {/* Password managers file the new password under it. */}
        <input type="text" name="username" autoComplete="username" readOnly hidden value={email} />
        <PasswordField
          ref={oldField}
          label={t.oldPassword}
          name="old-password"
          autoComplete="current-password"
          value={draft.old}
          onChange={(event) => {
            fill({ old: event.target.value });
          }}
          error={
            code === 'wrong_password'
              ? t.wrongPassword
              : wasChecked && isMissing
                ? t.passwordMissing
                : null
          }
        />
        <PasswordField
          ref={newField}
          label={t.newPassword}
          name="new-password"
          autoComplete="new-password"
          hint={t.passwordHint}
          value={draft.next}
          onChange={(event) => {
            fill({ next: event.target.value });
          }}
          error={
            code === 'invalid_password' || (wasChecked && isInvalid) ? t.invalidPassword : null
          }
        />
        {error === null || isKnown ? null : <ErrorNote>{problemText(error)}</ErrorNote>}
        <div className={styles['actions']}>
          <Button type="submit" isPending={isPending}>
            {t.changePassword}
          </Button>
          <span className={styles['note']} aria-live="polite">
            {isChanged ? t.passwordChanged : ''}
          </span>
        </div>
      </form>
    </AccountSection>
  );
}
