import { useOutbox } from '@vestnik/sdk/react';
import { Suspense, useState } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import { offerPreference } from './offerPreference.ts';
import type { SubscriberProps } from './useSubscriber.ts';

const OfferBar = lazyPart(() => import('./OfferBar.tsx'));

/** Offers notifications once in each browser: after a message was sent from it. */
export function NotificationOffer(subscriber: SubscriberProps) {
  const [isOpen, setOpen] = useState(() => offerPreference.get() === 'open');
  const hasSent = useHasSent();
  if (!isOpen || !hasSent) return null;
  return (
    <Suspense fallback={null}>
      <OfferBar
        {...subscriber}
        onClose={() => {
          setOpen(false);
        }}
      />
    </Suspense>
  );
}

/** Whether a message has left the outbox since the first render. */
function useHasSent(): boolean {
  const isSending = useOutbox().data.length > 0;
  const [wasSending, setWasSending] = useState(isSending);
  if (isSending && !wasSending) setWasSending(true);
  return wasSending && !isSending;
}
