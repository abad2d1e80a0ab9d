import { useClient } from '@vestnik/sdk/react';
import { ErrorNote, Segmented } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { useEffect, useState } from 'react';

import {
  notificationStatus,
  subscribe,
  unsubscribe,
  type NotificationStatus,
} from './browserSubscription.ts';
import { messages } from './messages.ts';
import styles from './NotificationChoice.module.css';

/** Switches the notifications of this browser on and off. Nothing asks for them otherwise. */
export function NotificationChoice({ userId }: { userId: number }) {
  const t = useText(messages);
  const problemText = useProblemText();
  const { pushSubscriptions } = useClient();
  const [status, setStatus] = useState<NotificationStatus | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    notificationStatus(userId).then(setStatus, setError);
  }, [userId]);

  const change = async (wanted: 'on' | 'off') => {
    setError(null);
    try {
      if (wanted === 'on') await subscribe(userId, pushSubscriptions);
      else await unsubscribe(pushSubscriptions);
    } catch (reason) {
      setError(reason);
    }
    setStatus(await notificationStatus(userId));
  };

  if (status === null) return null;
  const warning = warningOf(t, status);
  return (
    <div>
      {status === 'unsupported' ? null : (
        <Segmented
          legend={t.browser}
          value={status === 'on' ? 'on' : 'off'}
          onChange={(wanted) => void change(wanted)}
          options={[
            { value: 'on', label: t.on },
            { value: 'off', label: t.off },
          ]}
        />
      )}
      {warning === null ? null : <p className={styles['note']}>{warning}</p>}
      {error === null ? null : <ErrorNote>{problemText(error)}</ErrorNote>}
    </div>
  );
}

function warningOf(t: (typeof messages)['ru'], status: NotificationStatus): string | null {
  if (status === 'unsupported') return t.unsupported;
  return status === 'blocked' ? t.blocked : null;
}
