import { ErrorMessage, SegmentedControl } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useEffect, useState } from 'react';

import {
  notificationStatus,
  subscribe,
  unsubscribe,
  type NotificationStatus,
} from './browserSubscription.ts';
import { strings } from './strings.ts';
import styles from './NotificationChoice.module.css';
import { useSubscriber, type SubscriberProps } from './useSubscriber.ts';

/** Switches the notifications of this browser on and off, in the realm that is shown. */
export function NotificationChoice(props: SubscriberProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const subscriber = useSubscriber(props);
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
        <SegmentedControl
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
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
    </div>
  );
}

function warningOf(t: (typeof strings)['ru'], status: NotificationStatus): string | null {
  if (status === 'unsupported') return t.unsupported;
  return status === 'blocked' ? t.blocked : null;
}
