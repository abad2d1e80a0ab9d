/** Waiting longer after each failure, at random, so that many clients do not come back at once. */
export interface BackoffOptions {
  /** Milliseconds before the first retry, on average. */
  readonly initialMs?: number;
  /** Milliseconds at most. */
  readonly maxMs?: number;
  /** 0 to 1. */
  readonly random?: () => number;
}

export class Backoff {
  readonly #initialMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor({ initialMs = 1000, maxMs = 30_000, random = Math.random }: BackoffOptions = {}) {
    this.#initialMs = initialMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  /** Failures since the last success that lasted. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and returns the pause: half of the step to one and a half of it. */
  next(): number {
    const base = Math.min(this.#initialMs * 2 ** this.#failures, this.#maxMs);
    this.#failures += 1;
    return Math.min(base * (0.5 + this.#random()), this.#maxMs);
  }

  reset(): void {
    this.#failures = 0;
  }
}
