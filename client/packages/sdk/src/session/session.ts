import { withLock } from '../browser/lock.ts';
import { readStorage, writeStorage } from '../browser/storage.ts';
import { isUnauthorized, toVestnikError } from '../http/errors.ts';
import type { Account } from '../model.ts';
import { Store } from '../sync/store.ts';

/**
 * `unreachable`: the server does not answer, and no user is stored. A stored user counts as signed
 * in until the server refuses them, so that the page works without a connection.
 */
export type SessionState =
  | { readonly status: 'loading' | 'signed-out' | 'unreachable'; readonly user: null }
  | { readonly status: 'signed-in'; readonly user: Account };

/** The routes of a page's own server that set and clear the session's cookies. */
export interface CookieAuth {
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** Renews the access cookie. Rejects with a 401 if the session has ended. */
  renew(): Promise<void>;
}

export interface SessionOptions {
  /** Sessions of different realms in one browser are apart. */
  readonly realm: string;
  readonly me: () => Promise<Account>;
  /** Null: the application that embeds this one signs users in and out. */
  readonly cookies: CookieAuth | null;
  /** See `TokenSource.userId`. */
  readonly userId?: (() => number | null) | undefined;
  /** Whose session it is: a user stored for another account is not used. */
  readonly account?: string;
}

/** The user as stored, with the account that the page named. */
type StoredUser = Account & { readonly account?: string };

const LOADING: SessionState = { status: 'loading', user: null };
const SIGNED_OUT: SessionState = { status: 'signed-out', user: null };
const UNREACHABLE: SessionState = { status: 'unreachable', user: null };

/** Milliseconds between attempts to reach a server that has not answered yet. */
const RETRY_INTERVAL_MS = 3_000;

/**
 * Changes when a user signs in or out by the cookies of the page's server. The pages of all realms at one
 * origin share these cookies.
 */
const COOKIES_KEY = 'vestnik:cookies-changed';

/** The signed-in user, the same in all tabs. */
export class Session {
  readonly state = new Store<SessionState>(LOADING);
  readonly #options: SessionOptions;
  readonly #userKey: string;
  readonly #renewedAtKey: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#userKey = `vestnik:${options.realm}:user`;
    this.#renewedAtKey = `vestnik:${options.realm}:renewed`;
  }

  start(): void {
    if (typeof window !== 'undefined') window.addEventListener('storage', this.#onStorage);
    const user = this.#readStoredUser();
    const { userId } = this.#options;
    const isCurrent = user !== null && (userId === undefined || userId() === user.id);
    this.state.set(isCurrent ? { status: 'signed-in', user } : LOADING);
    void this.check();
  }

  stop(): void {
    if (typeof window !== 'undefined') window.removeEventListener('storage', this.#onStorage);
    clearTimeout(this.#timer);
  }

  /** Asks the server for the signed-in user; false if there is none. */
  async check(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#options.userId?.() === null) {
      this.#setSignedOut();
      return false;
    }
    try {
      this.setUser(await this.#options.me());
      return true;
    } catch (error) {
      if (isUnauthorized(error)) {
        this.#setSignedOut();
        return false;
      }
      if (this.state.get().status !== 'signed-in') {
        this.state.set(UNREACHABLE);
        this.#timer = setTimeout(() => void this.check(), RETRY_INTERVAL_MS);
      }
      return true;
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#cookies().signIn(email, password);
    writeStorage(COOKIES_KEY, String(Date.now()));
    this.setUser(await this.#options.me());
  }

  /** Rejects without a connection: the cookie could not be cleared. */
  async signOut(): Promise<void> {
    try {
      await this.#cookies().signOut();
    } catch (error) {
      if (!isUnauthorized(error)) throw toVestnikError(error);
    }
    writeStorage(COOKIES_KEY, String(Date.now()));
    this.#setSignedOut();
  }

  /** The user signed in, or changed their name or settings. */
  setUser(user: Account): void {
    clearTimeout(this.#timer);
    writeStorage(this.#userKey, JSON.stringify(this.#toStored(user)));
    const before = this.state.get().user;
    if (before !== null && JSON.stringify(before) === JSON.stringify(user)) return;
    this.state.set({ status: 'signed-in', user });
  }

  /**
   * Renews the access cookie; returns false if the session has ended. Reusing a refresh token
   * revokes the session, so tabs serialise on a lock, and a waiting tab uses the cookie that
   * another obtained.
   */
  readonly renewCookie = async (): Promise<boolean> => {
    const { cookies } = this.#options;
    // Without an earlier sign-in there is no session to renew.
    if (cookies === null || this.state.get().user === null) return false;
    const requestedAt = Date.now();
    return withLock(`${this.#renewedAtKey}:lock`, async () => {
      if (Number(readStorage(this.#renewedAtKey) ?? 0) > requestedAt) return true;
      try {
        await cookies.renew();
        writeStorage(this.#renewedAtKey, String(Date.now()));
        return true;
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
        this.#setSignedOut();
        return false;
      }
    });
  };

  #cookies(): CookieAuth {
    const { cookies } = this.#options;
    if (cookies === null) throw new Error('this client was made without sign-in routes');
    return cookies;
  }

  #setSignedOut(): void {
    clearTimeout(this.#timer);
    writeStorage(this.#userKey, null);
    this.state.set(SIGNED_OUT);
  }

  /** Another tab signed in or out. */
  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key === COOKIES_KEY && this.#options.cookies !== null) void this.check();
    if (key !== this.#userKey && key !== null) return;
    const user = this.#readStoredUser();
    // A tab of another account stored its user.
    if (user === null && readStorage(this.#userKey) !== null) return;
    this.state.set(user === null ? SIGNED_OUT : { status: 'signed-in', user });
  };

  #toStored(user: Account): StoredUser {
    const { account } = this.#options;
    return account === undefined ? user : { ...user, account };
  }

  #readStoredUser(): Account | null {
    const text = readStorage(this.#userKey);
    try {
      const stored = text === null ? null : (JSON.parse(text) as StoredUser);
      return stored?.account === this.#options.account ? stored : null;
    } catch {
      return null;
    }
  }
}
