import { useClient } from '@vestnik/sdk/react';
import { useMemo } from 'react';

import { subscriberOf, type Subscriber } from './subscriber.ts';

/** The signed-in user and the service worker that shows notifications. */
export interface SubscriberProps {
  userId: number;
  /** The path that the service worker is registered for; absent: the whole origin. */
  scope?: string | undefined;
}

/** The user in the realm that is shown, for the functions of `browserSubscription.ts`. */
export function useSubscriber({ userId, scope }: SubscriberProps): Subscriber {
  const client = useClient();
  return useMemo(() => subscriberOf(client, userId, scope), [client, userId, scope]);
}
