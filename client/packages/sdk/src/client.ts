import { createNativeHttp } from './http/nativeHttp.ts';
import { PushSubscriptions } from './http/pushSubscriptions.ts';
import { Account } from './chatClient.ts';
import { Api } from './realms/school/schoolApi.ts';
import type { BackoffOptions } from './realtime/backoff.ts';
import { removeLocalCopies } from './sync/localCopies.ts';
import { authorization, createHttp, type TokenSource } from './http/request.ts';
import { Session } from './session/session.ts';
import { Store } from './sync/store.ts';
import { eventSourceTransport } from './stream/event-source.ts';
import { fetchTransport } from './realtime/sseTransport.ts';
import type { Transport } from './realtime/transport.ts';

export interface ClientOptions {
  /** Where the server is, without a slash at the end; absent: where the page came from. */
  readonly baseUrl?: string;
  /** For tokens in a header; absent: the browser's cookies. */
  readonly auth?: TokenSource;
  readonly fetch?: typeof fetch;
  /** Waiting between attempts to connect, to read and to send. */
  readonly backoff?: BackoffOptions;
}

/** A client of one server, for whoever is signed in there. */
export class VestnikClient {
  readonly api: Api;
  readonly session: Session;
  /** The browsers that are notified while the application is closed. */
  readonly pushSubscriptions: PushSubscriptions;
  /** What the signed-in person sees and does; null while nobody is. */
  readonly account = new Store<Account | null>(null);
  readonly #transport: Transport;
  readonly #backoff: BackoffOptions;
  #stopWatching: (() => void) | null = null;

  constructor(options: ClientOptions = {}) {
    const { auth = null, backoff = {} } = options;
    const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    const baseUrl = options.baseUrl ?? globalThis.location.origin;
    this.#backoff = backoff;
    this.session = new Session(() => this.api);
    const { renewCookie } = this.session;
    const http = { baseUrl, auth, fetch, renewCookie };
    this.api = new Api(createHttp(http));
    this.pushSubscriptions = new PushSubscriptions(createNativeHttp(http), 'school');
    this.#transport =
      auth === null && typeof EventSource !== 'undefined'
        ? eventSourceTransport(baseUrl)
        : fetchTransport({ baseUrl, fetch, headers: () => authorization(auth) });
  }

  /** Finds out who is signed in, and follows events while somebody is. May be repeated. */
  start(): void {
    if (this.#stopWatching !== null) return;
    this.#stopWatching = this.session.state.subscribe(() => {
      this.#follow();
    });
    this.session.start();
    this.#follow();
  }

  /** Starts, and waits until somebody is signed in. */
  async signedIn(): Promise<Account> {
    this.start();
    return new Promise((resolve) => {
      const settle = (): void => {
        const account = this.account.get();
        if (account === null) return;
        stop();
        resolve(account);
      };
      const stop = this.account.subscribe(settle);
      settle();
    });
  }

  stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.session.stop();
    this.#replace(null);
  }

  /** Signs out, and forgets what was written and not sent. */
  async signOut(): Promise<void> {
    const account = this.account.get();
    await this.session.signOut();
    await account?.outbox.clear();
  }

  /** One account a person and role: an admin's lists are others. */
  #follow(): void {
    const { user } = this.session.state.get();
    const before = this.account.get()?.user;
    if (user?.id === before?.id && user?.role === before?.role) return;
    this.#replace(
      user === null
        ? null
        : new Account({
            api: this.api,
            user,
            transport: this.#transport,
            isWelcome: () => this.session.check(),
            backoff: this.#backoff,
          }),
    );
    // Signed out, here or in another tab: nothing of theirs stays.
    if (user === null) void removeLocalCopies();
  }

  #replace(next: Account | null): void {
    this.account.get()?.dispose();
    this.account.set(next);
  }
}
