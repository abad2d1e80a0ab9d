import type { Account } from '@vestnik/sdk';

import type { RealmApp } from './realmApps.ts';

/** Whether notifications are for this user: an admin of the school is in no chats. */
export function areNotificationsOffered({ isSchool }: RealmApp, { role }: Account): boolean {
  return !isSchool || role !== 'admin';
}
