import { Button, ErrorMessage, PasswordField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';

import styles from './AccountForm.module.css';
import { AccountSection } from './AccountSection.tsx';
import { strings } from './strings.ts';
import { usePasswordForm } from './usePasswordForm.ts';

/** Changes the user's own password. */
export function PasswordSection({ email }: { email: string }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { oldField, newField, ...form } = usePasswordForm();
  return (
    <AccountSection heading={t.password}>
      <form className={styles['form']} noValidate onSubmit={(event) => void form.submit(event)}>
        {/* Password managers file the new password under it. */}
        <input type="text" name="username" autoComplete="username" readOnly hidden value={email} />
        <PasswordField
          ref={oldField}
          label={t.oldPassword}
          name="old-password"
          autoComplete="current-password"
          value={form.draft.old}
          onChange={(event) => {
            form.change({ old: event.target.value });
          }}
          error={form.oldError}
        />
        <PasswordField
          ref={newField}
          label={t.newPassword}
          name="new-password"
          autoComplete="new-password"
          hint={t.passwordHint}
          value={form.draft.next}
          onChange={(event) => {
            form.change({ next: event.target.value });
          }}
          error={form.newError}
        />
        {form.otherError === null ? null : (
          <ErrorMessage>{errorMessage(form.otherError)}</ErrorMessage>
        )}
        <div className={styles['actions']}>
          <Button type="submit" isPending={form.isPending}>
            {t.changePassword}
          </Button>
          <span className={styles['note']} aria-live="polite">
            {form.isChanged ? t.passwordChanged : ''}
          </span>
        </div>
      </form>
    </AccountSection>
  );
}
