import { storedPreference } from '@vestnik/ui/preferences';

/** Whether notifications may still be offered in this browser. */
export const offerPreference = storedPreference(
  'vestnik.notification-offer',
  ['open', 'made'],
  'open',
);
