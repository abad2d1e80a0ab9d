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
import { useSubscriber } from './useSubscriber.ts';

/** Switches the notifications of this browser on and off, in the realm that is shown. */
export function NotificationChoice({ userId }: { userId: number }) {
  const t = useText(messages);
  const problemText = useProblemText();
  const subscriber = useSubscriber(userId);
  const [status, setStatus] = useState<NotificationStatus | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    notificationStatus(subscriber).then(setStatus, setError);
  }, [subscriber]);

  const change = async (wanted: 'on' | 'off') => {
    setError(null);
    try {
      if (wanted === 'on') await subscribe(subscriber);
      else await unsubscribe(subscriber);
    } catch (reason) {
      setError(reason);
    }
    setStatus(await notificationStatus(subscriber));
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
