import { withLock } from '../browser/lock.ts';
import { readStorage, writeStorage } from '../browser/storage.ts';
import { isUnauthorized, networkError } from '../http/errors.ts';
import type { Account } from '../model.ts';
import { Store } from '../sync/store.ts';
import { COOKIES_KEY, StoredUser } from './storedUser.ts';

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
  /** Sessions of different scopes in one browser are apart. */
  readonly scope: string;
  readonly me: () => Promise<Account>;
  /** Null: the application that embeds this one signs users in and out. */
  readonly cookies: CookieAuth | null;
  /** Runs a task while no other request is on its way. */
  readonly withoutRequests: (task: () => Promise<void>) => Promise<void>;
  /** See `TokenSource.userId`. */
  readonly userId?: (() => number | null) | undefined;
  /** Whose session it is: a user stored for another account is not used. */
  readonly account?: string;
  /** No user is signed in any more, or another one may be: stored data of the last are void. */
  readonly onEnded?: () => void;
}

const LOADING: SessionState = { status: 'loading', user: null };
const SIGNED_OUT: SessionState = { status: 'signed-out', user: null };
const UNREACHABLE: SessionState = { status: 'unreachable', user: null };

/** Milliseconds between attempts to reach a server that has not answered yet. */
const RETRY_INTERVAL_MS = 3_000;

/** The signed-in user, the same in all tabs. */
export class Session {
  readonly state = new Store<SessionState>(LOADING);
  readonly #options: SessionOptions;
  readonly #stored: StoredUser;
  readonly #renewedAtKey: string;
  /** See `StoredUser.cookies`: those of the request that was answered last. */
  #cookiesOfUser: string | null = null;
  /** Whether a user signed in before this start, so that there may be a session to renew. */
  #hadUser = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SessionOptions) {
    const { scope, cookies, account } = options;
    this.#options = options;
    const usesCookies = cookies !== null;
    this.#stored = new StoredUser({
      scope,
      usesCookies,
      ...(account !== undefined && { account }),
    });
    this.#renewedAtKey = `vestnik:${scope}:renewed`;
  }

  start(): void {
    if (typeof window !== 'undefined') window.addEventListener('storage', this.#onStorage);
    const user = this.#readStoredUser();
    this.#hadUser = user !== null || this.#stored.isOutdated;
    if (this.#stored.isOutdated) {
      this.#stored.remove();
      this.#options.onEnded?.();
    }
    this.#cookiesOfUser = this.#stored.cookies();
    this.state.set(user === null ? LOADING : { status: 'signed-in', user });
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
      await this.#readUser();
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
    await this.#readUser();
  }

  /** Rejects without a connection: the cookie could not be cleared. */
  async signOut(): Promise<void> {
    try {
      const cookies = this.#cookies();
      await this.#options.withoutRequests(() => cookies.signOut());
    } catch (error) {
      if (!isUnauthorized(error)) throw networkError(error);
    }
    writeStorage(COOKIES_KEY, String(Date.now()));
    this.#setSignedOut();
  }

  /** The user signed in, or changed their name or settings. */
  setUser(user: Account): void {
    clearTimeout(this.#timer);
    this.#stored.write(user, this.#cookiesOfUser);
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
    const hadUser = this.#hadUser || this.state.get().user !== null;
    if (cookies === null || !hadUser) return false;
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

  /** Asks for the user of the cookies as they are before the request: another tab may change them. */
  async #readUser(): Promise<void> {
    const cookies = this.#stored.cookies();
    const user = await this.#options.me();
    this.#cookiesOfUser = cookies;
    this.setUser(user);
  }

  #setSignedOut(): void {
    clearTimeout(this.#timer);
    this.#stored.remove();
    this.#end();
  }

  #end(): void {
    this.#hadUser = false;
    this.state.set(SIGNED_OUT);
    this.#options.onEnded?.();
  }

  /** Another tab signed in or out. */
  readonly #onStorage = ({ key, oldValue, newValue }: StorageEvent): void => {
    if (key === COOKIES_KEY && this.#options.cookies !== null) void this.check();
    if (key === null) this.#end();
    if (key !== this.#stored.key) return;
    const user = this.#readStoredUser();
    if (user !== null) this.state.set({ status: 'signed-in', user });
    // The user of a token, or of another account, is signed in whatever another tab does.
    else if (newValue === null && this.#stored.hadOwn(oldValue)) {
      if (this.#options.userId === undefined) this.#end();
      else void this.check();
    }
  };

  /** The user whom this page shows without asking the server; null if that may be another one. */
  #readStoredUser(): Account | null {
    const user = this.#stored.read();
    const { userId } = this.#options;
    return user !== null && (userId === undefined || userId() === user.id) ? user : null;
  }
}
