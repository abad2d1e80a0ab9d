import { useClient } from '@vestnik/sdk/react';
import { useMemo } from 'react';

import type { Subscriber } from './browserSubscription.ts';

/** The signed-in user in the realm that is shown, for the functions of `browserSubscription.ts`. */
export function useSubscriber(userId: number): Subscriber {
  const { realm, pushSubscriptions: server } = useClient();
  return useMemo(() => ({ userId, realm, server }), [userId, realm, server]);
}
