import type { Account } from '@vestnik/sdk';

import type { RealmApp } from '../../app/realmApps.ts';

/** Whether notifications are for this user: an admin of the school is in no chats. */
export function areOffered({ isSchool }: RealmApp, { role }: Account): boolean {
  return !isSchool || role !== 'admin';
}
