import { Button, ErrorMessage, IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { X } from 'lucide-react';
import { useEffect, useId, useState } from 'react';

import { notificationStatus, subscribe } from './browserSubscription.ts';
import { strings } from './strings.ts';
import styles from './OfferBar.module.css';
import { offerPreference } from './offerPreference.ts';
import { useSubscriber, type SubscriberProps } from './useSubscriber.ts';

interface OfferBarProps extends SubscriberProps {
  onClose: () => void;
}

/** One line that offers notifications, unless the user has decided on them. */
export default function OfferBar({ onClose, ...props }: OfferBarProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const textId = useId();
  const subscriber = useSubscriber(props);
  const [isShown, setShown] = useState(false);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    const look = async () => {
      if ((await notificationStatus(subscriber)) !== 'off') return;
      if (Notification.permission !== 'default') return;
      offerPreference.set('made');
      setShown(true);
    };
    // Without an answer of the browser nothing is offered.
    look().catch(() => undefined);
  }, [subscriber]);

  // Only here, since browsers punish pages whose requests surprise.
  const accept = async () => {
    setError(null);
    try {
      await subscribe(subscriber);
      onClose();
    } catch (reason) {
      setError(reason);
    }
  };

  if (!isShown) return null;
  return (
    <div role="group" aria-labelledby={textId} className={styles['offer']}>
      <p id={textId} className={styles['text']}>
        {t.offer}
      </p>
      <Button onClick={() => void accept()}>{t.turnOn}</Button>
      <IconButton label={t.dismiss} onClick={onClose}>
        <X size={18} aria-hidden="true" />
      </IconButton>
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
    </div>
  );
}
