import { Backoff, type BackoffOptions } from './backoff.ts';
import { Store } from '../sync/store.ts';

/** Why a socket is no more, and does not come back by itself. */
export type SocketFailure = 'unreachable' | 'removed' | 'signed-out';

export type SocketStatus =
  | { readonly name: 'connecting' | 'open' | 'waiting' | 'closed' }
  | { readonly name: 'failed'; readonly why: SocketFailure };

export interface SocketOptions<Frame> {
  /** The address for a token, after an event that was seen. */
  readonly url: (token: string, after: string | null) => string;
  /** The token of the moment; null while there is none. */
  readonly token: () => string | null;
  /** Gets a new token; false where the person has to sign in. */
  readonly renew: () => Promise<boolean>;
  /** Asks by REST after a refusal, of which a browser says nothing: may this person come in? */
  readonly ask: () => Promise<'welcome' | SocketFailure>;
  /** The last event that is known already; null: from now on. */
  readonly after: () => string | null;
  readonly onFrame: (frame: Frame) => void;
  /** Attempts in a row to come back; without end unless told. */
  readonly attempts?: number;
  readonly backoff?: BackoffOptions;
}

/** Close codes of the contracts. */
const UNAUTHENTICATED = 4401;
const REMOVED = 4403;
/** Milliseconds: a socket refused sooner than that after a renewal waits like any other. */
const BRIEF = 1_000;

/**
 * A WebSocket that comes back after a loss, later each time, after the last event seen; it does
 * not where the person was removed. `Frame` is what its server says, by its contract.
 */
export class ResumingSocket<Frame> {
  readonly status = new Store<SocketStatus>({ name: 'closed' });
  readonly #options: SocketOptions<Frame>;
  readonly #backoff: Backoff;
  #socket: WebSocket | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** Changes with each attempt and at each end, so that what comes late is known. */
  #epoch = 0;

  constructor(options: SocketOptions<Frame>) {
    this.#options = options;
    this.#backoff = new Backoff({ first: 1_000, longest: 16_000, ...options.backoff });
  }

  get isOpen(): boolean {
    return this.status.get().name === 'open';
  }

  /** Opens it; where it waits or has failed, at once and with all attempts before it. */
  connect(): void {
    const { name } = this.status.get();
    if (name === 'open' || name === 'connecting') return;
    this.#backoff.reset();
    void this.#open();
  }

  /** Closes it for good, or until `connect`. */
  disconnect(): void {
    this.#end({ name: 'closed' });
  }

  /** Closes it and opens it again: the network is another one. */
  reconnect(): void {
    this.disconnect();
    this.connect();
  }

  /** False, and nothing sent, where it is not open. */
  protected send(frame: unknown): boolean {
    if (!this.isOpen || this.#socket === null) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  protected heard(frame: Frame): void {
    this.#options.onFrame(frame);
  }

  /** Whatever waits for an answer waits in vain. */
  protected dropped(): void {
    // Nothing waits here.
  }

  async #open(): Promise<void> {
    clearTimeout(this.#retry);
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.status.set({ name: 'connecting' });
    const { token, renew, url, after } = this.#options;
    if (token() === null) await renew();
    if (epoch !== this.#epoch) return;
    const shown = token();
    if (shown === null) {
      this.#end({ name: 'failed', why: 'signed-out' });
      return;
    }
    const socket = new WebSocket(url(shown, after()));
    this.#socket = socket;
    let openedAt: number | null = null;
    socket.onopen = () => {
      openedAt = Date.now();
      this.#backoff.reset();
      this.status.set({ name: 'open' });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (epoch === this.#epoch && typeof data === 'string') this.#hear(data);
    };
    socket.onclose = ({ code }) => {
      if (epoch === this.#epoch) void this.#lost(code, openedAt);
    };
  }

  #hear(text: string): void {
    let frame: Frame;
    try {
      // The server's own words, typed by its contract.
      frame = JSON.parse(text) as Frame;
    } catch {
      return;
    }
    this.heard(frame);
  }

  async #lost(code: number, openedAt: number | null): Promise<void> {
    const lasted = openedAt === null ? 0 : Date.now() - openedAt;
    this.#drop();
    if (code === REMOVED) {
      this.#end({ name: 'failed', why: 'removed' });
      return;
    }
    this.status.set({ name: 'waiting' });
    const epoch = this.#epoch;
    const verdict = await this.#verdict(code, openedAt !== null);
    if (epoch !== this.#epoch) return;
    const { attempts = Number.POSITIVE_INFINITY } = this.#options;
    if (verdict !== 'welcome') {
      this.#end({ name: 'failed', why: verdict });
    } else if (code === UNAUTHENTICATED && lasted >= BRIEF) {
      void this.#open();
    } else if (this.#backoff.failures >= attempts) {
      this.#end({ name: 'failed', why: 'unreachable' });
    } else {
      this.#retry = setTimeout(() => void this.#open(), this.#backoff.next());
    }
  }

  async #verdict(code: number, wasOpen: boolean): Promise<'welcome' | SocketFailure> {
    if (code === UNAUTHENTICATED) return (await this.#options.renew()) ? 'welcome' : 'signed-out';
    if (wasOpen) return 'welcome';
    const verdict = await this.#options.ask();
    // No answer: the next attempt asks again.
    return verdict === 'unreachable' ? 'welcome' : verdict;
  }

  #end(status: SocketStatus): void {
    this.#epoch += 1;
    clearTimeout(this.#retry);
    this.#drop();
    this.status.set(status);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.dropped();
  }
}
