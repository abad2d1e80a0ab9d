import { ChatClient } from './chatClient.ts';
import { downloader } from './http/download.ts';
import { NativeApi } from './http/nativeApi.ts';
import { createNativeHttp, type HttpOptions } from './http/nativeHttp.ts';
import { pageOrigin } from './http/pageOrigin.ts';
import { PushSubscriptions } from './http/pushSubscriptions.ts';
import { authorization, sharedRenewal, type TokenSource } from './http/request.ts';
import { RequestGate } from './http/requestGate.ts';
import { ScheduledMessages } from './http/scheduledMessages.ts';
import { Uploader } from './http/uploader.ts';
import type { AccountChanges, User } from './model.ts';
import { PolicySource } from './policy/policySource.ts';
import type { BackoffOptions } from './realtime/backoff.ts';
import { EventHandlers, type StreamEventHandler } from './realtime/eventHandlers.ts';
import type { StreamEventName } from './realtime/events.ts';
import { sseTransport } from './realtime/sseTransport.ts';
import type { Transport } from './realtime/transport.ts';
import { Session, type CookieAuth } from './session/session.ts';
import type { OtherSessions } from './session/storedData.ts';
import { storageNames, type StorageNames } from './session/storedUser.ts';
import { Store } from './sync/store.ts';

export interface VestnikOptions {
  /** A realm that the server serves, such as `school` or `campus`. */
  readonly realm: string;
  /** Where the server is, without a slash at the end; absent: where the page came from. */
  readonly baseUrl?: string;
  /**
   * Tokens in a header, or the routes that set the cookies of a page's own server. Absent: cookies
   * that another application sets.
   */
  readonly auth?: TokenSource | CookieAuth;
  /**
   * Names whose token or cookie it is, if the page knows before the server says so. What the browser
   * has stored for another account is then never used.
   */
  readonly account?: string;
  /**
   * Of a page whose user may be another one than that of the realm's other pages at this origin, at the
   * same time: what the browser stores for it is apart from theirs.
   */
  readonly storageName?: string;
  readonly fetch?: typeof fetch;
  /** Pauses between attempts to connect, to read and to send. */
  readonly backoff?: BackoffOptions;
}

/** A client of one realm of a server. */
export function createVestnik(options: VestnikOptions): VestnikClient {
  return new VestnikClient(options);
}

export class VestnikClient {
  readonly realm: string;
  /** Names what the browser stores of this client: users of different scopes are apart. */
  readonly scope: string;
  /** How requests are made: for further operations of the same server. */
  readonly http: HttpOptions;
  readonly api: NativeApi;
  readonly uploader: Uploader;
  readonly session: Session;
  /** What the realm allows; `load` reads it. */
  readonly policy: PolicySource;
  /** The browsers that are notified while the application is closed. */
  readonly pushSubscriptions: PushSubscriptions;
  /** The user's messages that are sent later. */
  readonly scheduled: ScheduledMessages;
  /** The state and operations of the signed-in user; null while no user is signed in. */
  readonly chatClient = new Store<ChatClient | null>(null);
  readonly #handlers = new EventHandlers();
  readonly #transport: Transport;
  readonly #download: ReturnType<typeof downloader>;
  readonly #backoff: BackoffOptions;
  readonly #usesCookies: boolean;
  readonly #storage: StorageNames;
  #stopWatching: (() => void) | null = null;

  constructor({ realm, baseUrl, auth, account, backoff = {}, ...options }: VestnikOptions) {
    const gate = new RequestGate(options.fetch ?? globalThis.fetch.bind(globalThis));
    const { fetch } = gate;
    const origin = baseUrl ?? pageOrigin();
    const scope = options.storageName === undefined ? realm : `${realm}-${options.storageName}`;
    const tokens = auth !== undefined && 'token' in auth ? auth : null;
    const cookies = auth !== undefined && !('token' in auth) ? auth : null;
    this.realm = realm;
    this.#backoff = backoff;
    this.scope = scope;
    this.#usesCookies = cookies !== null;
    this.#storage = storageNames(scope);
    const userId = tokens?.userId?.bind(tokens);
    this.session = new Session({
      scope,
      cookies,
      withoutRequests: (task) => gate.closeDuring(task),
      userId,
      me: () => this.api.me(),
      // No data of the user remains.
      onEnded: () => void deleteCopies(this.#storage),
      ...(account !== undefined && { account }),
    });
    const { renewCookie } = this.session;
    this.http = { baseUrl: origin, auth: tokens, fetch, renewCookie };
    this.policy = new PolicySource(this.http, realm);
    const http = createNativeHttp(this.http);
    this.#download = downloader(this.http);
    this.api = new NativeApi(http, realm);
    this.pushSubscriptions = new PushSubscriptions(http, realm);
    this.scheduled = new ScheduledMessages(http, realm);
    const renew = sharedRenewal({ auth: tokens, renewCookie });
    this.uploader = new Uploader({ baseUrl: origin, realm, auth: tokens, renew, fetch });
    this.#transport = sseTransport({
      url: `${origin}/v1/${realm}/events`,
      fetch,
      headers: () => authorization(tokens),
      onResponse: (response) => {
        tokens?.onResponse?.(response);
      },
    });
  }

  /** Finds out who is signed in, and follows events while a user is. May be called again. */
  start(): void {
    if (this.#stopWatching !== null) return;
    this.#stopWatching = this.session.state.subscribe(() => {
      this.#syncChatClient();
    });
    this.session.start();
    this.#syncChatClient();
  }

  /** Starts, and waits until a user is signed in. */
  async waitForSignIn(): Promise<ChatClient> {
    this.start();
    return new Promise((resolve) => {
      const settle = (): void => {
        const chatClient = this.chatClient.get();
        if (chatClient === null) return;
        stop();
        resolve(chatClient);
      };
      const stop = this.chatClient.subscribe(settle);
      settle();
    });
  }

  /**
   * Calls `handler` with the `data` of each event of this name, from `start()` on and over reconnections, after
   * the state has changed by the event. The result removes the handler.
   */
  on<Name extends StreamEventName>(name: Name, handler: StreamEventHandler<Name>): () => void {
    return this.#handlers.add(name, handler);
  }

  off<Name extends StreamEventName>(name: Name, handler: StreamEventHandler<Name>): void {
    this.#handlers.remove(name, handler);
  }

  stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.session.stop();
    this.#setChatClient(null);
  }

  /**
   * Signs out: saves drafts, and deletes messages that were not sent. The realms that have the same
   * cookies are signed out with this one.
   */
  async signOut(): Promise<void> {
    const chatClient = this.chatClient.get();
    const others = await this.#otherSessions();
    await chatClient?.drafts.flushAll();
    await this.session.signOut();
    await chatClient?.outbox.clear();
    // What stays is void all the same: the cookies have changed.
    await others?.deleteData().catch(() => undefined);
  }

  /** Messages that signing out would delete: those that were not sent, of all realms that it ends. */
  async countUnsent(): Promise<number> {
    const own = this.chatClient.get()?.outbox.state.get().length ?? 0;
    return own + ((await (await this.#otherSessions())?.countUnsent()) ?? 0);
  }

  /**
   * Reads a file of the server by its path, such as an attachment's `url`: where the page is of
   * another site, an `<img>` cannot prove who asks. Rejects with a `VestnikError`.
   */
  readonly readFile = async (path: string): Promise<Blob> => (await this.#download(path)).blob;

  /** Changes the signed-in user's name, picture, language or notifications. */
  async changeAccount(changes: AccountChanges): Promise<void> {
    this.session.setUser(await this.api.changeMe(changes));
  }

  /** Uploads an image, and makes it the signed-in user's picture. */
  async setPicture(image: Blob): Promise<void> {
    const file = { blob: image, name: 'picture.jpg', isVoice: false, waveform: null };
    await this.changeAccount({ avatar_id: await this.uploader.upload(file, {}) });
  }

  /** One chat client per user and role: an admin may see other chats. */
  #syncChatClient(): void {
    const { user } = this.session.state.get();
    const previous = this.chatClient.get()?.user;
    if (user?.id !== previous?.id || user?.role !== previous?.role) {
      this.#setChatClient(
        user === null
          ? null
          : new ChatClient({
              api: this.api,
              uploader: this.uploader,
              user,
              transport: this.#transport,
              checkSession: () => this.session.check(),
              storage: this.#storage,
              onEvent: (event) => {
                if (event.name === 'user') this.#onUser(event.data.user);
                this.#handlers.emit(event);
              },
              backoff: this.#backoff,
            }),
      );
    }
  }

  /** The user may have another name or picture, by another device. Another role ends the stream. */
  #onUser({ id, name, avatar_url }: User): void {
    const { user } = this.session.state.get();
    if (user?.id === id) this.session.setUser({ ...user, name, avatar_url });
  }

  /** The sessions of other realms that have the same cookies; null if there can be none. */
  async #otherSessions(): Promise<OtherSessions | null> {
    if (!this.#usesCookies) return null;
    const code = await import('./session/storedData.ts').catch(() => null);
    return code && new code.OtherSessions(this.scope);
  }

  #setChatClient(next: ChatClient | null): void {
    this.chatClient.get()?.dispose();
    this.chatClient.set(next);
  }
}

/** Deletes the copies of all users, if the browser has any and their code can be loaded. */
async function deleteCopies({ copies }: StorageNames): Promise<void> {
  try {
    const { deleteLocalCopies } = await import('./sync/copyDatabase.ts');
    await deleteLocalCopies(copies);
  } catch {
    // Another user's start deletes them, too.
  }
}
