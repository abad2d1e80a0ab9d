import { toVestnikError, type VestnikError } from '../http/errors.ts';
import { Backoff, type BackoffOptions } from '../realtime/backoff.ts';

/** Requests for a reload within this many milliseconds become one. */
const COALESCE_MS = 150;

/**
 * Runs a load, one at a time. If another is requested while it runs, it runs once more afterwards.
 * A temporary failure is repeated with a back-off.
 */
export class Reloader {
  readonly #load: () => Promise<void>;
  readonly #onError: (error: VestnikError) => void;
  readonly #backoff: Backoff;
  #running: Promise<void> | null = null;
  #isRerunRequested = false;
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    load: () => Promise<void>,
    onError: (error: VestnikError) => void,
    backoff?: BackoffOptions,
  ) {
    this.#load = load;
    this.#onError = onError;
    this.#backoff = new Backoff(backoff);
  }

  /** Whether a failed load waits to be repeated. */
  get isFailing(): boolean {
    return this.#backoff.failures > 0;
  }

  /** Whether a load is in progress or waits to be repeated. */
  get isBusy(): boolean {
    return this.#running !== null || this.isFailing;
  }

  /** Loads now; if a load is in progress, another follows it. */
  async reload(): Promise<void> {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running !== null) {
      this.#isRerunRequested = true;
      return this.#running;
    }
    this.#running = this.#run();
    await this.#running;
  }

  /** Loads after a short delay: for causes that come in bursts. */
  scheduleReload(): void {
    if (this.#isStopped) return;
    this.#timer ??= this.#startTimer(COALESCE_MS);
  }

  /** Stops for good: does not repeat a load in progress, and ignores its failure. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isRerunRequested = false;
  }

  async #run(): Promise<void> {
    do {
      this.#isRerunRequested = false;
      try {
        await this.#load();
        this.#backoff.reset();
      } catch (thrown) {
        if (this.#hasStopped()) break;
        const error = toVestnikError(thrown);
        this.#onError(error);
        if (error.isTemporary) {
          const wait = Math.max(this.#backoff.next(), error.retryAfter ?? 0);
          this.#timer ??= this.#startTimer(wait);
        }
      }
    } while (this.#mustRerun());
    this.#running = null;
  }

  #hasStopped(): boolean {
    return this.#isStopped;
  }

  #mustRerun(): boolean {
    return this.#isRerunRequested;
  }

  #startTimer(milliseconds: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#timer = undefined;
      void this.reload();
    }, milliseconds);
  }
}
