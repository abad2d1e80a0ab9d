/** Waiting longer after each failure, at random, so that many clients do not come back at once. */
export interface BackoffOptions {
  /** Milliseconds before the first retry, on average. */
  readonly first?: number;
  /** Milliseconds at most. */
  readonly longest?: number;
  /** 0 to 1. */
  readonly random?: () => number;
}

export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  readonly #random: () => number;
  #failures = 0;

  constructor({ first = 1000, longest = 30_000, random = Math.random }: BackoffOptions = {}) {
    this.#first = first;
    this.#longest = longest;
    this.#random = random;
  }

  /** Failures since the last success that lasted. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and returns the pause: half of the step to one and a half of it. */
  next(): number {
    const step = Math.min(this.#first * 2 ** this.#failures, this.#longest);
    this.#failures += 1;
    return Math.min(step * (0.5 + this.#random()), this.#longest);
  }

  reset(): void {
    this.#failures = 0;
  }
}
