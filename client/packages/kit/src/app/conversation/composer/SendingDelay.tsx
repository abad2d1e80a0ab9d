import { ApiError } from '@vestnik/sdk';
import { useSend } from '@vestnik/sdk/react';
import { ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { toErrorReason } from '../errorReason.ts';
import { strings } from '../strings.ts';
import styles from './SendingDelay.module.css';

/** Why the server does not take the messages yet that wait to be sent. */
export function SendingDelay({ chatId }: { chatId: number }) {
  const t = useStrings(strings);
  const { error, isPending } = useSend(chatId);
  // Without a connection they wait as well, and each says so.
  if (!isPending || !(error instanceof ApiError)) return null;
  return (
    <div className={styles['delay']}>
      <ErrorMessage>{t.reasons[toErrorReason(error)]}</ErrorMessage>
    </div>
  );
}
