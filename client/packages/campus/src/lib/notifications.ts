import { endPushSubscription, useMessageSound as useSoundOf } from '@vestnik/kit/app';

import { chatConfig } from '../model/services/config.ts';
import { useRunningClient } from './client.ts';

export { useAppBadge, useNotificationClicks } from '@vestnik/kit/app';

/** A sound for new messages while the page is in the background, unless the user has switched it off. */
export function useMessageSound(): void {
  useSoundOf(useRunningClient());
}

/** Ends the notifications of this browser. For hosts to call when the user signs out. */
export async function endNotifications(): Promise<void> {
  const { serviceWorkerScope } = chatConfig();
  if (serviceWorkerScope !== undefined) await endPushSubscription(serviceWorkerScope);
}
