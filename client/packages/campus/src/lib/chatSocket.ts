import { Backoff, NetworkError, Store, type BackoffOptions } from '@vestnik/sdk';

import type { Message, ServerFrame } from '../model/types/chat.ts';

/** Why a socket is no more, and does not come back by itself. */
export type SocketFailure = 'unreachable' | 'removed' | 'signed-out';

export type SocketStatus =
  | { readonly name: 'connecting' | 'open' | 'waiting' | 'closed' }
  | { readonly name: 'failed'; readonly why: SocketFailure };

export interface ChatSocketOptions {
  /** The address for a token, after an event that was seen. */
  readonly url: (token: string, after: string | null) => string;
  readonly token: () => string | null;
  /** Gets a new token; false where the person has to sign in. */
  readonly renew: () => Promise<boolean>;
  /** Asks by REST after a refusal, of which a browser says nothing: may this person come in? */
  readonly ask: () => Promise<'welcome' | SocketFailure>;
  /** The last event that is known already; null: from now on. */
  readonly after: () => string | null;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly backoff?: BackoffOptions;
}

/** A message on its way. */
export interface Outgoing {
  readonly clientId: string;
  readonly text: string;
  readonly replyTo: string | null;
}

interface Awaited {
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Attempts in a row to come back. */
export const ATTEMPTS = 5;
/** Milliseconds to wait for a message to come back; then it goes by REST. */
const ANSWER = 5_000;
/** Close codes of the contract. */
const UNAUTHENTICATED = 4401;
const REMOVED = 4403;
/** Milliseconds: a socket refused sooner than that after a renewal waits like any other. */
const BRIEF = 1_000;

/**
 * One conversation's socket. It comes back after a loss, up to five times in a row and later each
 * time, after the last event seen; it does not where the person was removed.
 */
export class ChatSocket {
  readonly status = new Store<SocketStatus>({ name: 'closed' });
  readonly #options: ChatSocketOptions;
  readonly #backoff: Backoff;
  readonly #awaited = new Map<string, Awaited>();
  #socket: WebSocket | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** Changes with each attempt and at each end, so that what comes late is known. */
  #epoch = 0;

  constructor(options: ChatSocketOptions) {
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

  /** Sends, and waits for it to come back. Rejects with a `VestnikError`. */
  async deliver({ clientId, text, replyTo }: Outgoing): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#settle(clientId, (awaited) => {
          awaited.reject(new NetworkError('the socket does not answer'));
        });
      }, ANSWER);
      this.#awaited.set(clientId, { resolve, reject, timer });
      if (this.#send({ text, reply_to: replyTo, client_id: clientId })) return;
      this.#settle(clientId, (awaited) => {
        awaited.reject(new NetworkError('the socket is not open'));
      });
    });
  }

  /** Lost where the socket is not open: it would be old news. */
  sendTyping(isTyping: boolean): void {
    this.#send({ type: 'typing', payload: { is_typing: isTyping } });
  }

  /** False where it could not be told. */
  sendRead(): boolean {
    return this.#send({ type: 'read' });
  }

  #send(frame: unknown): boolean {
    if (!this.isOpen || this.#socket === null) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
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
    const frame = parseFrame(text);
    if (frame === null) return;
    this.#options.onFrame(frame);
    if (frame.type === 'message:new' && frame.payload.client_id !== undefined) {
      this.#settle(frame.payload.client_id, ({ resolve }) => {
        resolve(frame.payload);
      });
    }
    if (frame.type === 'error' && frame.payload.client_id !== undefined) {
      this.#settle(frame.payload.client_id, ({ reject }) => {
        reject(new NetworkError(`refused: ${frame.payload.code}`));
      });
    }
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
    if (verdict !== 'welcome') {
      this.#end({ name: 'failed', why: verdict });
    } else if (code === UNAUTHENTICATED && lasted >= BRIEF) {
      void this.#open();
    } else if (this.#backoff.failures >= ATTEMPTS) {
      this.#end({ name: 'failed', why: 'unreachable' });
    } else {
      this.#retry = setTimeout(() => void this.#open(), this.#backoff.next());
    }
  }

  async #verdict(code: number, wasOpen: boolean): Promise<'welcome' | SocketFailure> {
    if (code === UNAUTHENTICATED) return (await this.#options.renew()) ? 'welcome' : 'signed-out';
    if (wasOpen) return 'welcome';
    const verdict = await this.#options.ask();
    // Nobody answers: that is what the attempts are for.
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
    for (const clientId of [...this.#awaited.keys()]) {
      this.#settle(clientId, ({ reject }) => {
        reject(new NetworkError('the socket was lost'));
      });
    }
  }

  #settle(clientId: string, settle: (awaited: Awaited) => void): void {
    const awaited = this.#awaited.get(clientId);
    if (awaited === undefined) return;
    this.#awaited.delete(clientId);
    clearTimeout(awaited.timer);
    settle(awaited);
  }
}

function parseFrame(text: string): ServerFrame | null {
  try {
    // The server's own words, typed by its contract.
    return JSON.parse(text) as ServerFrame;
  } catch {
    return null;
  }
}
