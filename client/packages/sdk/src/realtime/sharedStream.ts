import { openChannel, type Channel } from '../browser/channel.ts';
import { LocksUnavailable, withWebLock } from '../browser/webLock.ts';
import type { EventId } from '../model.ts';
import { Store } from '../sync/store.ts';
import { Connection, type ConnectionOptions, type ConnectionStatus } from './connection.ts';
import { isAfter } from './eventId.ts';
import type { EphemeralEvent, StreamFrame } from './events.ts';

export interface SharedStreamOptions extends ConnectionOptions {
  /** Tabs that share the stream use the same name: one per user and realm. */
  readonly name: string;
}

type TabMessage =
  | { readonly type: 'frame'; readonly previous: EventId | null; readonly frame: StreamFrame }
  | { readonly type: 'status'; readonly status: ConnectionStatus }
  | { readonly type: 'ephemeral'; readonly event: EphemeralEvent }
  | { readonly type: 'state_request' }
  | {
      readonly type: 'state';
      readonly status: ConnectionStatus;
      readonly last: EventId;
      readonly presence: readonly EphemeralEvent[];
    };

/**
 * One stream for all tabs of a browser.
 *
 * The tab that holds a Web Lock is the leader: it has the connection and passes each frame on
 * through a BroadcastChannel. When it closes, the browser gives the lock to another tab, which
 * resumes after the last event that it received. Frames that a tab has received before are
 * recognised by their ids. Each frame names the one before it: a tab that misses one, for whatever
 * reason, resets itself.
 *
 * Without Web Locks (plain HTTP to another machine, blocked site data) each tab is its own leader.
 */
export class SharedStream {
  readonly status = new Store<ConnectionStatus>('connecting');
  readonly #options: SharedStreamOptions;
  #last: EventId | null = null;
  #channel: Channel<TabMessage> | null = null;
  #connection: Connection | null = null;
  #leaving: AbortController | null = null;
  /** Where the stream begins, if no other tab has it: what came before is known. */
  #resumeAfter: EventId | null = null;
  /** The latest presence of each user: for tabs that open later. */
  readonly #presenceByUser = new Map<number, EphemeralEvent>();

  constructor(options: SharedStreamOptions) {
    this.#options = options;
  }

  /** Whether this tab has the connection. */
  get isLeader(): boolean {
    return this.#connection !== null;
  }

  /** Begins after an event, if this tab has the connection; else where the other tab is. */
  start(resumeAfter: EventId | null = null): void {
    this.#resumeAfter = resumeAfter;
    if (typeof window !== 'undefined') {
      window.addEventListener('pagehide', this.#disconnect);
      window.addEventListener('pageshow', this.#connect);
    }
    this.#connect();
  }

  stop(): void {
    if (typeof window !== 'undefined') {
      window.removeEventListener('pagehide', this.#disconnect);
      window.removeEventListener('pageshow', this.#connect);
    }
    this.#disconnect();
  }

  /** A leader that waits to reconnect tries at once. */
  retryNow(): void {
    this.#connection?.retryNow();
  }

  readonly #connect = (): void => {
    if (this.#leaving !== null) return;
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.#channel = openChannel<TabMessage>(this.#options.name, (message) => {
      this.#onTabMessage(message);
    });
    if (this.#channel === null) {
      this.#becomeLeader();
      return;
    }
    this.#broadcast({ type: 'state_request' });
    const lead = async (): Promise<void> => {
      if (leaving.signal.aborted) return;
      this.#becomeLeader();
      await aborted(leaving.signal);
    };
    withWebLock(this.#options.name, lead, { signal: leaving.signal }).catch((error: unknown) => {
      // Otherwise it disconnected while it waited for the lock.
      if (error instanceof LocksUnavailable && !leaving.signal.aborted) this.#leadWithoutLocks();
    });
  };

  /** A page in the back/forward cache must not hold the other tabs' stream. */
  readonly #disconnect = (): void => {
    this.#connection?.stop();
    this.#connection = null;
    this.#channel?.close();
    this.#channel = null;
    this.#leaving?.abort();
    this.#leaving = null;
  };

  /** Without locks there is no single leader, so frames of other tabs are ignored. */
  #leadWithoutLocks(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#becomeLeader();
  }

  #becomeLeader(): void {
    const connection = new Connection({
      ...this.#options,
      onFrame: (frame) => {
        const previous = this.#last;
        this.#broadcast({ type: 'frame', previous, frame });
        this.#receive(previous, frame);
      },
      onEphemeral: (event) => {
        this.#broadcast({ type: 'ephemeral', event });
        this.#deliverEphemeral(event);
      },
    });
    this.#connection = connection;
    if (this.#last === null && this.#resumeAfter !== null) {
      this.#advance({ id: this.#resumeAfter, name: 'ready' });
    }
    connection.status.subscribe(() => {
      const status = connection.status.get();
      this.status.set(status);
      this.#broadcast({ type: 'status', status });
    });
    connection.start(this.#last);
  }

  #onTabMessage(message: TabMessage): void {
    switch (message.type) {
      case 'frame':
        this.#receive(message.previous, message.frame);
        break;
      case 'status':
        this.status.set(message.status);
        break;
      case 'ephemeral':
        this.#deliverEphemeral(message.event);
        break;
      case 'state_request':
        if (this.#connection !== null && this.#last !== null) {
          const status = this.#connection.status.get();
          const presence = [...this.#presenceByUser.values()];
          this.#broadcast({ type: 'state', status, last: this.#last, presence });
        }
        break;
      case 'state':
        this.status.set(message.status);
        if (this.#last === null) this.#receive(null, { id: message.last, name: 'ready' });
        for (const event of message.presence) this.#deliverEphemeral(event);
        break;
    }
  }

  #receive(previous: EventId | null, frame: StreamFrame): void {
    const last = this.#last;
    if (frame.name === 'reset' || last === null) {
      if (last === null && previous !== null && frame.name !== 'ready') {
        this.#options.onFrame({ id: previous, name: 'ready' });
      }
      this.#advance(frame);
    } else if (frame.name === 'ready' || !isAfter(frame.id, last)) {
      // The stream continues where it was, or repeats what this tab has received.
    } else if (previous === last) {
      this.#advance(frame);
    } else {
      this.#advance({ id: frame.id, name: 'reset' });
    }
  }

  #deliverEphemeral(event: EphemeralEvent): void {
    if (event.name === 'presence_reset') this.#presenceByUser.clear();
    if (event.name === 'presence') this.#presenceByUser.set(event.data.user_id, event);
    this.#options.onEphemeral?.(event);
  }

  #advance(frame: StreamFrame): void {
    this.#last = frame.id;
    this.#options.onFrame(frame);
  }

  #broadcast(message: TabMessage): void {
    this.#channel?.post(message);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
