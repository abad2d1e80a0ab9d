import type { PushSubscriptions, VestnikClient } from '@vestnik/sdk';

/** Who subscribes in which realm. */
export interface Subscriber {
  readonly userId: number;
  readonly realm: string;
  readonly server: PushSubscriptions;
  /** The path that the service worker is registered for. An origin may have several. */
  readonly scope: string;
}

export const WHOLE_ORIGIN = '/';

export function subscriberOf(
  { realm, pushSubscriptions: server }: VestnikClient,
  userId: number,
  scope = WHOLE_ORIGIN,
): Subscriber {
  return { userId, realm, server, scope };
}
