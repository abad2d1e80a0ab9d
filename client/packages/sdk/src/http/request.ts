import createClient, { type Client } from 'openapi-fetch';

import { asVestnikError, errorOf, NetworkError } from './errors.ts';
import type { EventId, Snapshot } from '../realms/school/types.ts';
import type { paths } from '../realms/school/wire.ts';

/** How requests show who makes them: absent, by the browser's cookies. */
export interface TokenSource {
  /** The token of the moment; null while there is none. */
  token(): string | null | Promise<string | null>;
  /** Gets a new one after the server refused the last; false, or absent, where it cannot. */
  renew?(): Promise<boolean>;
}

export interface AuthorizedFetchOptions {
  readonly auth: TokenSource | null;
  /** Buys a new access cookie; false, or absent, where nobody is signed in any more. */
  readonly renewCookie?: () => Promise<boolean>;
  readonly fetch: typeof fetch;
}

export interface HttpOptions extends AuthorizedFetchOptions {
  readonly baseUrl: string;
}

export type Http = Client<paths, 'application/json'>;

/** Milliseconds a request may take. */
const LIMIT = 20_000;
/** Requests to these answer 401 for reasons of their own. */
const AUTH = '/api/auth/';

/** Typed requests; one that is refused for an expired token is repeated once with a new one. */
export function createHttp(options: HttpOptions): Http {
  return createClient<paths, 'application/json'>({
    baseUrl: options.baseUrl,
    credentials: 'include',
    fetch: authorizedFetch(options),
  });
}

/**
 * Requests that show who makes them. One that is refused for an expired token is repeated once
 * with a new one, which all that are refused meanwhile share. Rejects with a `NetworkError`.
 */
export function authorizedFetch(
  options: AuthorizedFetchOptions,
): (request: Request) => Promise<Response> {
  const { auth } = options;
  let renewal: Promise<boolean> | null = null;
  const renew = (): Promise<boolean> => {
    renewal ??= renewed(options).finally(() => {
      renewal = null;
    });
    return renewal;
  };
  return async (request) => {
    const again = request.clone();
    const shown = (await auth?.token()) ?? null;
    const response = await attempt(options.fetch, request, shown);
    const isAuth = new URL(request.url).pathname.startsWith(AUTH);
    if (response.status !== 401 || isAuth) return response;
    const known = (await auth?.token()) ?? null;
    // Another's renewal may have ended while this one was on its way.
    if (known !== null && known !== shown) return attempt(options.fetch, again, known);
    if (!(await renew())) return response;
    return attempt(options.fetch, again, (await auth?.token()) ?? null);
  };
}

/** The header that shows the token of the moment; none where cookies do. */
export async function authorization(auth: TokenSource | null): Promise<Record<string, string>> {
  const token = await auth?.token();
  return token === null || token === undefined ? {} : { Authorization: `Bearer ${token}` };
}

async function renewed({ auth, renewCookie }: AuthorizedFetchOptions): Promise<boolean> {
  return (await (auth === null ? renewCookie?.() : auth.renew?.())) ?? false;
}

async function attempt(
  fetch: AuthorizedFetchOptions['fetch'],
  request: Request,
  token: string | null,
): Promise<Response> {
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  try {
    return await fetch(request, {
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(LIMIT)]),
    });
  } catch (error) {
    throw asVestnikError(error);
  }
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer's body; throws what was refused. */
export async function unwrap<Data>(answer: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await settled(answer);
  if (!response.ok) throw errorOf(response, error);
  if (data === undefined || data === null) throw new NetworkError('an answer without a body');
  return data;
}

/** For answers without a body. */
export async function succeed(answer: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await settled(answer);
  if (!response.ok) throw errorOf(response, error);
}

/** The answer's body and the last event that it reflects. */
export async function snapshot<Data>(
  answer: Promise<Answer<Data>>,
): Promise<Snapshot<NonNullable<Data>>> {
  const value = await unwrap(answer);
  const { response } = await answer;
  const asOf: EventId | null = response.headers.get('Last-Event-ID');
  if (asOf === null) throw new NetworkError('a snapshot without Last-Event-ID');
  return { value, asOf };
}

async function settled<Data>(answer: Promise<Answer<Data>>): Promise<Answer<Data>> {
  try {
    return await answer;
  } catch (error) {
    throw asVestnikError(error);
  }
}
