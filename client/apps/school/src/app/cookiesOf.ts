import { type CookieAuth, type PolicySource, realmCookies } from '@vestnik/sdk';
import { schoolCookies } from '@vestnik/sdk/school';

import { appOf, INSTALLED } from './realmApps.ts';

/**
 * The routes that sign people in to a realm: its own, if it is a file of the operator's that says so, else those
 * of the school, whose cookie counts in every realm.
 */
export function cookiesOf(realm: string, policy: () => PolicySource): CookieAuth {
  const school = schoolCookies();
  if (appOf(realm).isSchool || INSTALLED.some((app) => app.realm === realm)) return school;
  const own = realmCookies({ realm });
  const chosen = async (): Promise<CookieAuth> => {
    const source = policy();
    await source.load();
    return source.state.get().policy.accounts ? own : school;
  };
  return {
    signIn: async (email, password) => (await chosen()).signIn(email, password),
    signOut: async () => (await chosen()).signOut(),
    renew: async () => (await chosen()).renew(),
  };
}
