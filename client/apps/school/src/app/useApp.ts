import { useClient } from '@vestnik/sdk/react';

import { appOf, type RealmApp } from './realmApps.ts';

/** The application that is shown. */
export function useApp(): RealmApp {
  return appOf(useClient().realm);
}
