import type { DeskChat } from '@vestnik/sdk/desk';
import { usePolicy, useSession } from '@vestnik/sdk/react';
import { Button, ErrorMessage, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import styles from './AuditView.module.css';
import { strings } from './strings.ts';
import { useReasonForm } from './useReasonForm.ts';

/** An optional field for the reason for reading a chat as a non-member, in a realm that does not require one. */
export function ReasonField({ chat }: { chat: DeskChat }) {
  const { user } = useSession();
  const { policy } = usePolicy();
  const isMember = chat.members.some(({ id, left }) => id === user?.id && !left);
  // Until the policy is known, the realm may be one that asks.
  if (isMember || policy.reading_needs_reason !== false) return null;
  return <OptionalReason chatId={chat.id} />;
}

function OptionalReason({ chatId }: { chatId: number }) {
  const t = useStrings(strings);
  const [isGiven, setIsGiven] = useState(false);
  const { field, isPending, problem, submit } = useReasonForm(chatId, () => {
    setIsGiven(true);
  });
  return (
    <form className={styles['reason']} noValidate onSubmit={submit}>
      <div className={styles['reasonField']}>
        <TextField
          {...field}
          onChange={(event) => {
            setIsGiven(false);
            field.onChange?.(event);
          }}
        />
      </div>
      <Button type="submit" isPending={isPending}>
        {t.giveReason}
      </Button>
      <p aria-live="polite" className={styles['note']}>
        {isGiven ? t.reasonGiven : t.reasonHint}
      </p>
      {problem === null ? null : <ErrorMessage>{problem}</ErrorMessage>}
    </form>
  );
}
