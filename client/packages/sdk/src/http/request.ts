import { errorFromResponse, NetworkError, networkError } from './errors.ts';
import type { EventId, Snapshot } from '../model.ts';

/** A token in the `Authorization` header. Without one, requests use the browser's cookies. */
export interface TokenSource {
  /** The current token; null if there is none. A request for which it rejects is not sent. */
  token(): string | null | Promise<string | null>;
  /** Gets a new one after the server refused the last; false, or absent, if it cannot. */
  renew?(): Promise<boolean>;
  /**
   * Whose token it is, if the application knows; null: no user is signed in, and no request is sent.
   * Stored data of another user are not shown, also without a connection.
   */
  userId?(): number | null;
  /** Called with each answer: its headers may have a newer token. */
  onResponse?(response: Response): void;
}

export interface AuthorizedFetchOptions {
  readonly auth: TokenSource | null;
  /** Renews the session's cookie; false, or absent, if no user is signed in. */
  readonly renewCookie?: () => Promise<boolean>;
  readonly fetch: typeof fetch;
  /** Milliseconds a request may take; 20 seconds unless given. */
  readonly timeout?: number;
}

export type AuthorizedFetch = (request: Request) => Promise<Response>;

const REQUEST_TIMEOUT_MS = 20_000;

/**
 * Adds authentication to requests. One that is refused with 401 is repeated once with a new token
 * or cookie; requests that are refused at the same time share one renewal. Rejects with a
 * `NetworkError`.
 */
export function authorizedFetch(options: AuthorizedFetchOptions): AuthorizedFetch {
  const { auth } = options;
  const renew = sharedRenewal(options);
  return async (request) => {
    const retryRequest = request.clone();
    const sentToken = await currentToken(auth);
    const response = await fetchWithToken(options, request, sentToken);
    if (response.status !== 401) return response;
    const newToken = await currentToken(auth);
    // Another request may have renewed it meanwhile.
    if (newToken !== null && newToken !== sentToken) {
      return fetchWithToken(options, retryRequest, newToken);
    }
    if (!(await renew())) return response;
    return fetchWithToken(options, retryRequest, await currentToken(auth));
  };
}

/** Renews the token or the cookie; calls during a renewal share it. */
export function sharedRenewal({
  auth,
  renewCookie,
}: Omit<AuthorizedFetchOptions, 'fetch'>): () => Promise<boolean> {
  let renewal: Promise<boolean> | null = null;
  const renew = async (): Promise<boolean> =>
    (await (auth === null ? renewCookie?.() : auth.renew?.())) ?? false;
  return () => {
    renewal ??= renew()
      .catch((error: unknown) => {
        throw networkError(error);
      })
      .finally(() => {
        renewal = null;
      });
    return renewal;
  };
}

/** The header with the current token; empty if cookies are used. */
export async function authorization(auth: TokenSource | null): Promise<Record<string, string>> {
  const token = await currentToken(auth);
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/** Rejects if the application says that no user is signed in: the server would refuse. */
async function currentToken(auth: TokenSource | null): Promise<string | null> {
  if (auth?.userId?.() === null) throw new NetworkError('no user is signed in');
  try {
    return (await auth?.token()) ?? null;
  } catch (error) {
    throw networkError(error);
  }
}

async function fetchWithToken(
  { fetch, auth, timeout = REQUEST_TIMEOUT_MS }: AuthorizedFetchOptions,
  request: Request,
  token: string | null,
): Promise<Response> {
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]);
  const response = await fetch(request, { signal }).catch((error: unknown) => {
    throw networkError(error);
  });
  auth?.onResponse?.(response);
  return response;
}

interface FetchResult<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of the answer; rejects with a `VestnikError`. */
export async function readBody<Data>(
  result: Promise<FetchResult<Data>>,
): Promise<NonNullable<Data>> {
  const { data, error, response } = await withNormalizedErrors(result);
  if (!response.ok) throw errorFromResponse(response, error);
  if (data === undefined || data === null) throw new NetworkError('an answer without a body');
  return data;
}

/** For answers without a body. */
export async function expectSuccess(result: Promise<FetchResult<unknown>>): Promise<void> {
  const { error, response } = await withNormalizedErrors(result);
  if (!response.ok) throw errorFromResponse(response, error);
}

/** The body of the answer and the last event that it reflects. */
export async function readSnapshot<Data>(
  result: Promise<FetchResult<Data>>,
): Promise<Snapshot<NonNullable<Data>>> {
  const value = await readBody(result);
  const { response } = await result;
  const asOf: EventId | null = response.headers.get('Last-Event-ID');
  if (asOf === null) throw new NetworkError('a snapshot without Last-Event-ID');
  return { value, asOf };
}

async function withNormalizedErrors<Data>(
  result: Promise<FetchResult<Data>>,
): Promise<FetchResult<Data>> {
  try {
    return await result;
  } catch (error) {
    throw networkError(error);
  }
}
