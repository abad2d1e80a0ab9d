import { withLock } from '../../browser/lock.ts';
import { readStorage, writeStorage } from '../../browser/storage.ts';
import { errorFromResponse, NetworkError, networkError } from '../../http/errors.ts';
import { pageOrigin } from '../../http/pageOrigin.ts';
import type { TokenSource } from '../../http/request.ts';

/** A guest: a user without an account. */
export interface GuestIdentity {
  /** The public id, a UUID. */
  readonly id: string;
  /** Null: the browser's cookie proves the identity. */
  readonly token: string | null;
}

/** Where the identity is kept between visits. */
export interface GuestStorage {
  read(): GuestIdentity | null;
  /** Null: there is no guest any more. */
  write(identity: GuestIdentity | null): void;
}

export interface GuestOptions {
  /** Where the server is, without a slash at the end; absent: where the page came from. */
  readonly baseUrl?: string;
  /** Absent: the page's localStorage, and the page's memory if that is blocked. */
  readonly storage?: GuestStorage;
  /** Uses the cookie if the browser sends it to the server, so that no script can read the token. */
  readonly prefersCookie?: boolean;
  /** Creates the guest; absent: `POST /api/chat/guests`. Rejects with a `VestnikError`. */
  readonly create?: () => Promise<{ readonly id: string; readonly token: string }>;
  readonly fetch?: typeof fetch;
}

/** `auth` of a client whose user needs no account. */
export interface GuestAuth extends TokenSource {
  /** The guest that this browser is; null: none yet. */
  readonly identity: GuestIdentity | null;
  token(): string | null;
  renew(): Promise<boolean>;
  onResponse(response: Response): void;
  /** Becomes a guest unless this browser is one. Tabs that begin at once become the same guest. */
  begin(): Promise<GuestIdentity>;
  /** Ends the identity in this browser. */
  forget(): void;
}

const LOCK = 'vestnik:guest';
const STORAGE_KEY = 'vestnik:guest';

/**
 * A guest's identity: created by `begin`, kept between visits, and renewed by the answers of the
 * server. If the server refuses the token, the identity ends, and `begin` creates another one.
 */
export function guest(options: GuestOptions = {}): GuestAuth {
  const { prefersCookie = true, storage = browserStorage() } = options;
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const server = options.baseUrl ?? pageOrigin();
  const create = options.create ?? (() => createGuest(fetch, server));
  return {
    get identity() {
      return storage.read();
    },
    token: () => storage.read()?.token ?? null,
    renew: () => {
      storage.write(null);
      return Promise.resolve(false);
    },
    onResponse: ({ headers }) => {
      const token = headers.get('Guest-Token');
      const identity = storage.read();
      if (token !== null && identity !== null) storage.write({ ...identity, token });
    },
    begin: () =>
      withLock(LOCK, async () => {
        const known = storage.read();
        if (known !== null) return known;
        const { id, token } = await create();
        const usesCookie = prefersCookie && (await hasCookie(fetch, server));
        const identity = { id, token: usesCookie ? null : token };
        storage.write(identity);
        return identity;
      }),
    forget: () => {
      storage.write(null);
    },
  };
}

async function createGuest(
  fetch: typeof globalThis.fetch,
  server: string,
): Promise<{ id: string; token: string }> {
  const response = await fetch(`${server}/api/chat/guests`, {
    method: 'POST',
    credentials: 'include',
  }).catch((error: unknown) => {
    throw networkError(error);
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorFromResponse(response, body);
  if (!isNewGuest(body)) throw new NetworkError('an answer that is no guest');
  return { id: body.buyer_id, token: body.token };
}

function isNewGuest(body: unknown): body is { buyer_id: string; token: string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'buyer_id' in body &&
    typeof body.buyer_id === 'string' &&
    'token' in body &&
    typeof body.token === 'string'
  );
}

/** Whether the browser took the cookie and sends it: it does not to a server of another site. */
async function hasCookie(fetch: typeof globalThis.fetch, server: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${server}/v1/market/me`, { credentials: 'include' });
    return ok;
  } catch {
    return false;
  }
}

function browserStorage(): GuestStorage {
  let memory: string | null = null;
  return {
    read: () => parseIdentity(readStorage(STORAGE_KEY) ?? memory),
    write: (identity) => {
      memory = identity === null ? null : JSON.stringify(identity);
      writeStorage(STORAGE_KEY, memory);
    },
  };
}

function parseIdentity(text: string | null): GuestIdentity | null {
  try {
    const value = text === null ? null : (JSON.parse(text) as Partial<GuestIdentity> | null);
    return typeof value?.id === 'string' ? { id: value.id, token: value.token ?? null } : null;
  } catch {
    return null;
  }
}
