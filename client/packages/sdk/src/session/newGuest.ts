import createClient from 'openapi-fetch';

import { pageOrigin } from '../http/pageOrigin.ts';
import { readBody } from '../http/request.ts';
import type { components, paths } from '../http/wire.ts';

export type SessionTokens = components['schemas']['SessionTokens'];

export interface NewGuestOptions {
  /** A realm with guests: see `RealmPolicy.guests`. */
  readonly realm: string;
  /** Where the server is; absent: where the page came from. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
}

/** A new guest's token, which answers renew when it is used. Rejects with a `VestnikError`. */
export async function newGuest({ realm, baseUrl, fetch }: NewGuestOptions): Promise<SessionTokens> {
  const http = createClient<paths, 'application/json'>({
    baseUrl: baseUrl ?? pageOrigin(),
    ...(fetch !== undefined && { fetch: (request: Request) => fetch(request) }),
  });
  const params = { path: { realm } };
  return readBody(http.POST('/v1/{realm}/guests', { params, body: { cookie: false } }));
}
