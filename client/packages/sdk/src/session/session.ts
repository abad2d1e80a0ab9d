import type { Api } from '../realms/school/schoolApi.ts';
import { asVestnikError, isUnauthorized } from '../http/errors.ts';
import { exclusively } from '../browser/lock.ts';
import { keep, kept } from '../browser/storage.ts';
import { Store } from '../sync/store.ts';
import type { User } from '../realms/school/types.ts';

/**
 * `unreachable`: nobody answers, and nobody is remembered from before. Somebody who is remembered
 * counts as signed in until the server says otherwise, so that the page works without a
 * connection.
 */
export type SessionState =
  | { readonly status: 'loading' | 'signed-out' | 'unreachable'; readonly user: null }
  | { readonly status: 'signed-in'; readonly user: User };

const LOADING: SessionState = { status: 'loading', user: null };
const SIGNED_OUT: SessionState = { status: 'signed-out', user: null };
const UNREACHABLE: SessionState = { status: 'unreachable', user: null };

const USER_KEY = 'vestnik:user';
const RENEWED_KEY = 'vestnik:renewed';

/** Milliseconds between attempts to reach a server that has not answered yet. */
const ASK_AGAIN = 3_000;

/** Who is signed in, in all tabs alike. */
export class Session {
  readonly state = new Store<SessionState>(LOADING);
  readonly #api: () => Api;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: () => Api) {
    this.#api = api;
  }

  start(): void {
    if (typeof window !== 'undefined') window.addEventListener('storage', this.#onStorage);
    const user = remembered();
    if (user !== null) this.state.set({ status: 'signed-in', user });
    void this.check();
  }

  stop(): void {
    if (typeof window !== 'undefined') window.removeEventListener('storage', this.#onStorage);
    clearTimeout(this.#timer);
  }

  /** Asks the server who this is; false where nobody is signed in. */
  async check(): Promise<boolean> {
    clearTimeout(this.#timer);
    try {
      this.#enter(await this.#api().me());
      return true;
    } catch (error) {
      if (isUnauthorized(error)) {
        this.#leave();
        return false;
      }
      if (this.state.get().status !== 'signed-in') {
        this.state.set(UNREACHABLE);
        this.#timer = setTimeout(() => void this.check(), ASK_AGAIN);
      }
      return true;
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    this.#enter(await this.#api().signIn(email, password));
  }

  /** Without a connection nobody is signed out: the cookie could not be taken back. */
  async signOut(): Promise<void> {
    try {
      await this.#api().signOut();
    } catch (error) {
      if (!isUnauthorized(error)) throw asVestnikError(error);
    }
    this.#leave();
  }

  /**
   * Buys a new access cookie; false where the log-in is over. A refresh token counts once, and
   * its second use revokes the log-in: tabs take turns, and who waited uses what another bought.
   */
  readonly renewCookie = async (): Promise<boolean> => {
    // Whoever never signed in here has nothing to renew, and need not wait for a refusal.
    if (this.state.get().user === null) return false;
    const asked = Date.now();
    return exclusively('vestnik:renew', async () => {
      if (renewedAt() > asked) return true;
      try {
        await this.#api().refresh();
        keep(RENEWED_KEY, String(Date.now()));
        return true;
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
        this.#leave();
        return false;
      }
    });
  };

  #enter(user: User): void {
    clearTimeout(this.#timer);
    keep(USER_KEY, JSON.stringify(user));
    const before = this.state.get().user;
    if (before !== null && JSON.stringify(before) === JSON.stringify(user)) return;
    this.state.set({ status: 'signed-in', user });
  }

  #leave(): void {
    clearTimeout(this.#timer);
    keep(USER_KEY, null);
    this.state.set(SIGNED_OUT);
  }

  /** Another tab signed in or out. */
  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key !== USER_KEY && key !== null) return;
    const user = remembered();
    this.state.set(user === null ? SIGNED_OUT : { status: 'signed-in', user });
  };
}

function remembered(): User | null {
  const text = kept(USER_KEY);
  try {
    return text === null ? null : (JSON.parse(text) as User);
  } catch {
    return null;
  }
}

function renewedAt(): number {
  return Number(kept(RENEWED_KEY) ?? 0);
}
