import { Button, ErrorNote, PasswordField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';

import styles from './AccountForm.module.css';
import { AccountSection } from './AccountSection.tsx';
import { messages } from './messages.ts';
import { usePasswordForm } from './usePasswordForm.ts';

/** Changes the user's own password. */
export function PasswordSection({ email }: { email: string }) {
  const t = useText(messages);
  const problemText = useProblemText();
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
        {form.otherError === null ? null : <ErrorNote>{problemText(form.otherError)}</ErrorNote>}
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
