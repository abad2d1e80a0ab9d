import type { VestnikClient } from '../core/index.ts';
import { AccountLinks, OwnAccount, PeopleAdmin } from '../accounts/index.ts';
import { createNativeHttp } from '../core/native/http.ts';
import { useClient } from './context.ts';

/** The only realm with accounts. */
const REALM = 'school';

export interface AccountRequests {
  readonly own: OwnAccount;
  readonly links: AccountLinks;
  readonly people: PeopleAdmin;
}

const requestsOf = new WeakMap<VestnikClient, AccountRequests>();

/**
 * The requests of accounts. They go to the server that the page came from, with its cookies: where
 * tokens of another application authenticate, there are no accounts.
 */
export function useAccountRequests(): AccountRequests {
  const client = useClient();
  const known = requestsOf.get(client);
  if (known !== undefined) return known;
  const http = createNativeHttp({
    baseUrl: globalThis.location.origin,
    auth: null,
    fetch: globalThis.fetch.bind(globalThis),
    renewCookie: client.session.renewCookie,
  });
  const requests = {
    own: new OwnAccount(http, REALM),
    links: new AccountLinks(http, REALM),
    people: new PeopleAdmin(http, REALM),
  };
  requestsOf.set(client, requests);
  return requests;
}
