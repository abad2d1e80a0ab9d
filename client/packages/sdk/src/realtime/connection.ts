import { Backoff, type BackoffOptions } from './backoff.ts';
import type { EphemeralEvent, StreamFrame } from './events.ts';
import { Store } from '../sync/store.ts';
import type { EventId } from '../model.ts';
import type { Disconnect, Transport } from './transport.ts';

/** `connecting` until the first success or failure only. */
export type ConnectionStatus = 'connecting' | 'live' | 'offline';

export interface ConnectionOptions {
  readonly transport: Transport;
  readonly onFrame: (frame: StreamFrame) => void;
  readonly onEphemeral?: (event: EphemeralEvent) => void;
  /** Checks the session after a refusal; false if it has ended, which ends the stream. */
  readonly checkSession: () => Promise<boolean>;
  readonly backoff?: BackoffOptions;
}

/** A stream that lasted this long was a success: only then the back-off is reset. */
const STABLE_AFTER_MS = 10_000;
/** A clock that is checked this often … */
const CLOCK_INTERVAL_MS = 5_000;
/** … and jumped by this much was asleep, and so were its connections. */
const SLEEP_THRESHOLD_MS = 30_000;
/** Checks the session on every fourth consecutive failure, starting with the first. */
const SESSION_CHECK_EVERY = 4;

/** Keeps one stream open: reopens it after the last event seen, for as long as it takes. */
export class Connection {
  readonly status = new Store<ConnectionStatus>('connecting');
  readonly #options: ConnectionOptions;
  readonly #backoff: Backoff;
  #last: EventId | null = null;
  /** The last id could not be used, so what came after it may be missing. */
  #hasGap = false;
  /** Attempts in a row that did not get as far as `ready`. */
  #failedAttempts = 0;
  #isStarted = false;
  #close: (() => void) | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.backoff);
  }

  /** Opens the stream after `last`; from the log's end where there is none. */
  start(last: EventId | null): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#last = last;
    this.#watchWakeups();
    this.#open();
  }

  stop(): void {
    this.#isStarted = false;
    this.#closeStream();
    clearTimeout(this.#retry);
    clearInterval(this.#clock);
    removeWakeupListeners(this.#onOnline, this.#onOffline, this.#onVisible);
  }

  /** Does not wait any longer. */
  retryNow(): void {
    if (!this.#isStarted || this.#close !== null) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  #open(): void {
    let isReady = false;
    this.#close = this.#options.transport(this.#last, {
      onFrame: (frame) => {
        isReady = true;
        this.#last = frame.id;
        if (frame.name === 'ready') {
          this.#becomeLive();
          this.#options.onEphemeral?.({ name: 'presence_reset' });
        }
        this.#options.onFrame(frame);
        if (!this.#hasGap) return;
        this.#hasGap = false;
        this.#options.onFrame({ id: frame.id, name: 'reset' });
      },
      onEphemeral: (event) => {
        this.#options.onEphemeral?.(event);
      },
      onDisconnect: (disconnect) => {
        this.#closeStream();
        void this.#recover(disconnect, isReady);
      },
    });
  }

  #becomeLive(): void {
    this.#failedAttempts = 0;
    this.#stable = setTimeout(() => {
      this.#backoff.reset();
    }, STABLE_AFTER_MS);
    this.status.set('live');
  }

  async #recover({ status }: Disconnect, wasReady: boolean): Promise<void> {
    this.status.set('offline');
    const wait = this.#backoff.next();
    // An id that the server cannot read is of no use: begin at its log's end.
    if (status === 400) {
      this.#last = null;
      this.#hasGap = true;
    }
    if (!wasReady) this.#failedAttempts += 1;
    const shouldCheckSession = !wasReady && this.#failedAttempts % SESSION_CHECK_EVERY === 1;
    if (shouldCheckSession && !(await this.#options.checkSession())) return;
    if (!this.#isStarted || this.#close !== null) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#open();
    }, wait);
  }

  #closeStream(): void {
    clearTimeout(this.#stable);
    this.#close?.();
    this.#close = null;
  }

  #watchWakeups(): void {
    let before = Date.now();
    this.#clock = setInterval(() => {
      const now = Date.now();
      if (now - before > SLEEP_THRESHOLD_MS) this.#reopen();
      before = now;
    }, CLOCK_INTERVAL_MS);
    addWakeupListeners(this.#onOnline, this.#onOffline, this.#onVisible);
  }

  /** The stream may look open and be dead. */
  #reopen(): void {
    this.#closeStream();
    clearTimeout(this.#retry);
    this.#open();
  }

  readonly #onOnline = (): void => {
    this.retryNow();
  };

  readonly #onOffline = (): void => {
    if (this.#close === null) return;
    this.#closeStream();
    // `offline` may be wrong, and `online` may never come.
    void this.#recover({ status: null }, true);
  };

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible') this.retryNow();
  };
}

function addWakeupListeners(online: () => void, offline: () => void, visible: () => void): void {
  if (typeof window === 'undefined') return;
  window.addEventListener('online', online);
  window.addEventListener('offline', offline);
  document.addEventListener('visibilitychange', visible);
}

function removeWakeupListeners(online: () => void, offline: () => void, visible: () => void): void {
  if (typeof window === 'undefined') return;
  window.removeEventListener('online', online);
  window.removeEventListener('offline', offline);
  document.removeEventListener('visibilitychange', visible);
}
