import createClient from 'openapi-fetch';

import { pageOrigin } from '../../http/pageOrigin.ts';
import { expectSuccess } from '../../http/request.ts';
import type { CookieAuth } from '../../session/session.ts';
import type { paths } from './wire.ts';

export interface CookieAuthOptions {
  /** Where the server is; absent: where the page came from. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
}

/** Signing in with an e-mail address and a password, and renewal, by the school's own routes. */
export function schoolCookies({ baseUrl, fetch }: CookieAuthOptions = {}): CookieAuth {
  // Not `authorizedFetch`: a 401 of these routes is an answer and must not cause a renewal.
  const http = createClient<paths, 'application/json'>({
    baseUrl: baseUrl ?? pageOrigin(),
    credentials: 'include',
    ...(fetch !== undefined && { fetch: (request: Request) => fetch(request) }),
  });
  return {
    signIn: (email, password) =>
      expectSuccess(http.POST('/api/auth/login', { body: { email, password } })),
    signOut: () => expectSuccess(http.POST('/api/auth/logout')),
    renew: () => expectSuccess(http.POST('/api/auth/refresh')),
  };
}
