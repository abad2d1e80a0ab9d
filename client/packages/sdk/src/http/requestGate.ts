import { NetworkError } from './errors.ts';

interface Unanswered {
  readonly answer: Promise<Response>;
  /** Cuts off a request that only reads; null if it may change something. */
  readonly cut: AbortController | null;
}

/**
 * Keeps requests apart from the end of a session: one that reached the server after it would be
 * refused.
 */
export class RequestGate {
  readonly #fetch: typeof fetch;
  readonly #unanswered = new Set<Unanswered>();
  /** While it is closed; resolves if the session goes on, and rejects if it has ended. */
  #closed: Promise<void> | null = null;

  constructor(fetchOfPage: typeof fetch) {
    this.#fetch = fetchOfPage;
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const request = input instanceof Request ? input : null;
    const reads = (init.method ?? request?.method ?? 'GET') === 'GET';
    const given = init.signal ?? request?.signal;
    const signals = given ? [given] : [];
    for (;;) {
      await this.#closed;
      const cut = reads ? new AbortController() : null;
      const signal = AbortSignal.any(cut === null ? signals : [...signals, cut.signal]);
      const answer = this.#fetch(input, { ...init, signal });
      const entry = { answer, cut };
      this.#unanswered.add(entry);
      try {
        return await answer;
      } catch (error) {
        if (cut?.signal.aborted !== true) throw error;
      } finally {
        this.#unanswered.delete(entry);
      }
    }
  };

  /**
   * Ends the session while no request is on its way: waits for those that may change something,
   * cuts off the others and holds new ones back. What was cut off or held back is rejected
   * afterwards, or is sent if the session could not be ended.
   */
  async closeDuring(endSession: () => Promise<void>): Promise<void> {
    let goOn = (): void => undefined;
    let refuse = goOn;
    const closed = new Promise<void>((resolve, reject) => {
      goOn = resolve;
      refuse = () => {
        reject(new NetworkError('the user has signed out'));
      };
    });
    closed.catch(() => undefined);
    this.#closed = closed;
    for (const { cut } of this.#unanswered) cut?.abort();
    try {
      await Promise.allSettled([...this.#unanswered].map(({ answer }) => answer));
      await endSession();
      refuse();
    } catch (error) {
      goOn();
      throw error;
    } finally {
      this.#closed = null;
    }
  }
}
