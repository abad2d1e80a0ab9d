import { Backoff, type BackoffOptions } from '../realtime/backoff.ts';
import { asVestnikError, type VestnikError } from '../http/errors.ts';

/** Requests for a reload within this many milliseconds become one. */
const GATHER = 150;

/**
 * Runs a load, one at a time. Asked for again while it runs, it runs once more afterwards. A
 * temporary failure is repeated, later and later.
 */
export class Reload {
  readonly #load: () => Promise<void>;
  readonly #onError: (error: VestnikError) => void;
  readonly #backoff: Backoff;
  #running: Promise<void> | null = null;
  #isAskedAgain = false;
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

  /** Whether a load is under way, or waits to be repeated. */
  get isBusy(): boolean {
    return this.#running !== null || this.isFailing;
  }

  /** Loads now; what is under way is waited for first. */
  async now(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running !== null) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = this.#run();
    await this.#running;
  }

  /** Loads soon: for what comes in bursts. */
  soon(): void {
    this.#timer ??= this.#later(GATHER);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAskedAgain = false;
  }

  async #run(): Promise<void> {
    do {
      this.#isAskedAgain = false;
      try {
        await this.#load();
        this.#backoff.reset();
      } catch (thrown) {
        const error = asVestnikError(thrown);
        this.#onError(error);
        if (error.isTemporary) {
          const wait = Math.max(this.#backoff.next(), error.retryAfter ?? 0);
          this.#timer ??= this.#later(wait);
        }
      }
    } while (this.#wasAskedAgain());
    this.#running = null;
  }

  #wasAskedAgain(): boolean {
    return this.#isAskedAgain;
  }

  #later(wait: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#timer = undefined;
      void this.now();
    }, wait);
  }
}
