import { openChannel, type Channel } from '../browser/channel.ts';
import { isAfter } from './eventId.ts';
import type { Frame, Signal } from './events.ts';
import { locked, NoLocks } from '../browser/webLock.ts';
import { Store } from '../sync/store.ts';
import type { EventId } from '../realms/school/types.ts';
import { Connection, type ConnectionOptions, type ConnectionStatus } from './connection.ts';

export interface SharedStreamOptions extends ConnectionOptions {
  /** Whose stream it is: tabs that share it use the same name. */
  readonly name: string;
}

/** What tabs tell each other. */
type Note =
  | { readonly type: 'frame'; readonly previous: EventId | null; readonly frame: Frame }
  | { readonly type: 'status'; readonly status: ConnectionStatus }
  | { readonly type: 'signal'; readonly signal: Signal }
  | { readonly type: 'hello' }
  | {
      readonly type: 'welcome';
      readonly status: ConnectionStatus;
      readonly last: EventId;
      /** Who is here; a tab of another version may not say it. */
      readonly here?: readonly Signal[];
    };

/**
 * One stream for all tabs of a browser.
 *
 * The tab that holds a Web Lock leads: it keeps the connection and hands each frame on through
 * a BroadcastChannel. When it closes, the browser gives the lock to another tab, which resumes
 * after the last event that it was handed, so nothing is missed; what others have had already
 * they recognise by its id. Each frame names the one before it: a tab that finds itself with a
 * hole, for whatever reason, says `reset` to itself.
 *
 * Where there are no Web Locks (plain HTTP to another machine, site data that is blocked), each
 * tab leads itself.
 */
export class SharedStream {
  readonly status = new Store<ConnectionStatus>('connecting');
  readonly #options: SharedStreamOptions;
  #last: EventId | null = null;
  #channel: Channel<Note> | null = null;
  #connection: Connection | null = null;
  #leaving: AbortController | null = null;
  /** The last word on each person: for tabs that come later. */
  readonly #here = new Map<number, Signal>();

  constructor(options: SharedStreamOptions) {
    this.#options = options;
  }

  start(): void {
    if (typeof window !== 'undefined') {
      window.addEventListener('pagehide', this.#leave);
      window.addEventListener('pageshow', this.#join);
    }
    this.#join();
  }

  stop(): void {
    if (typeof window !== 'undefined') {
      window.removeEventListener('pagehide', this.#leave);
      window.removeEventListener('pageshow', this.#join);
    }
    this.#leave();
  }

  /** The person looks: a leader that waits tries again at once. */
  retryNow(): void {
    this.#connection?.retryNow();
  }

  readonly #join = (): void => {
    if (this.#leaving !== null) return;
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.#channel = openChannel<Note>(this.#options.name, (note) => {
      this.#hear(note);
    });
    if (this.#channel === null) {
      this.#lead();
      return;
    }
    this.#tell({ type: 'hello' });
    const lead = async (): Promise<void> => {
      if (leaving.signal.aborted) return;
      this.#lead();
      await aborted(leaving.signal);
    };
    locked(this.#options.name, lead, { signal: leaving.signal }).catch((error: unknown) => {
      // Otherwise it was left while it waited for the lock.
      if (error instanceof NoLocks && !leaving.signal.aborted) this.#leadAlone();
    });
  };

  /** A page that is kept for the "back" button must not keep the others' stream to itself. */
  readonly #leave = (): void => {
    this.#connection?.stop();
    this.#connection = null;
    this.#channel?.close();
    this.#channel = null;
    this.#leaving?.abort();
    this.#leaving = null;
  };

  /** Without locks nobody knows who leads: what others say is not for this tab. */
  #leadAlone(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#lead();
  }

  #lead(): void {
    const connection = new Connection({
      ...this.#options,
      onFrame: (frame) => {
        const previous = this.#last;
        this.#tell({ type: 'frame', previous, frame });
        this.#receive(previous, frame);
      },
      onSignal: (signal) => {
        this.#tell({ type: 'signal', signal });
        this.#pass(signal);
      },
    });
    this.#connection = connection;
    connection.status.subscribe(() => {
      const status = connection.status.get();
      this.status.set(status);
      this.#tell({ type: 'status', status });
    });
    connection.start(this.#last);
  }

  #hear(note: Note): void {
    switch (note.type) {
      case 'frame':
        this.#receive(note.previous, note.frame);
        break;
      case 'status':
        this.status.set(note.status);
        break;
      case 'signal':
        this.#pass(note.signal);
        break;
      case 'hello':
        if (this.#connection !== null && this.#last !== null) {
          const status = this.#connection.status.get();
          this.#tell({ type: 'welcome', status, last: this.#last, here: [...this.#here.values()] });
        }
        break;
      case 'welcome':
        this.status.set(note.status);
        if (this.#last === null) this.#receive(null, { id: note.last, name: 'ready' });
        for (const signal of note.here ?? []) this.#pass(signal);
        break;
    }
  }

  #receive(previous: EventId | null, frame: Frame): void {
    const last = this.#last;
    if (frame.name === 'reset' || last === null) {
      if (last === null && previous !== null && frame.name !== 'ready') {
        this.#options.onFrame({ id: previous, name: 'ready' });
      }
      this.#advance(frame);
    } else if (frame.name === 'ready' || !isAfter(frame.id, last)) {
      // The stream goes on where it was, or shows what this tab has had.
    } else if (previous === last) {
      this.#advance(frame);
    } else {
      this.#advance({ id: frame.id, name: 'reset' });
    }
  }

  #pass(signal: Signal): void {
    if (signal.name === 'anew') this.#here.clear();
    if (signal.name === 'presence') this.#here.set(signal.data.user_id, signal);
    this.#options.onSignal?.(signal);
  }

  #advance(frame: Frame): void {
    this.#last = frame.id;
    this.#options.onFrame(frame);
  }

  #tell(note: Note): void {
    this.#channel?.tell(note);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
