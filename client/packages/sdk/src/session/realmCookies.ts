import createClient from 'openapi-fetch';

import { pageOrigin } from '../http/pageOrigin.ts';
import { expectSuccess } from '../http/request.ts';
import type { paths } from '../http/wire.ts';
import type { CookieAuth } from './session.ts';

export interface RealmCookieOptions {
  /** A realm with accounts: see `RealmPolicy.accounts`. */
  readonly realm: string;
  /** Where the server is; absent: where the page came from. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
}

/** Signing in with an e-mail address and a password, and renewal, by the routes of a realm with accounts. */
export function realmCookies({ realm, baseUrl, fetch }: RealmCookieOptions): CookieAuth {
  // Not `authorizedFetch`: a 401 of these routes is an answer and must not cause a renewal.
  const http = createClient<paths, 'application/json'>({
    baseUrl: baseUrl ?? pageOrigin(),
    credentials: 'include',
    ...(fetch !== undefined && { fetch: (request: Request) => fetch(request) }),
  });
  const params = { path: { realm } };
  return {
    signIn: (email, password) =>
      expectSuccess(
        http.POST('/v1/{realm}/sessions', { params, body: { email, password, cookie: true } }),
      ),
    signOut: () => expectSuccess(http.DELETE('/v1/{realm}/sessions/current', { params })),
    renew: () =>
      expectSuccess(http.POST('/v1/{realm}/sessions/refresh', { params, body: { cookie: true } })),
  };
}
