import { NetworkError } from './errors.ts';

/** Sends no request while the session is ended: the server would refuse one that arrived later. */
export class RequestGate {
  readonly #fetch: typeof fetch;
  /** Abort requests that only read and have no answer yet. */
  readonly #reads = new Set<AbortController>();
  /** Requests that may change something and have no answer yet. */
  readonly #changes = new Set<Promise<Response>>();
  /** While it is closed; resolves if the session goes on, and rejects if it has ended. */
  #closed: Promise<void> | null = null;

  constructor(fetchOfPage: typeof fetch) {
    this.#fetch = fetchOfPage;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    await this.#closed;
    const request = new Request(input, init);
    return request.method === 'GET' ? this.#read(request) : this.#change(request);
  };

  /**
   * Ends the session while no request is in flight: waits for those that may change something,
   * aborts those that only read, and holds new ones. Aborted and held requests are rejected once the
   * session has ended, and are sent if it could not be ended.
   */
  async closeDuring(endSession: () => Promise<void>): Promise<void> {
    for (const read of this.#reads) read.abort();
    const end = Promise.allSettled(this.#changes).then(endSession);
    this.#closed = end.then(refuse, () => undefined);
    this.#closed.catch(() => undefined);
    try {
      await end;
    } finally {
      this.#closed = null;
    }
  }

  async #read(request: Request): Promise<Response> {
    const cut = new AbortController();
    this.#reads.add(cut);
    try {
      return await this.#fetch(request, { signal: AbortSignal.any([request.signal, cut.signal]) });
    } catch (error) {
      if (!cut.signal.aborted) throw error;
      await this.#closed;
      return await this.#read(request);
    } finally {
      this.#reads.delete(cut);
    }
  }

  async #change(request: Request): Promise<Response> {
    const answer = this.#fetch(request);
    this.#changes.add(answer);
    try {
      return await answer;
    } finally {
      this.#changes.delete(answer);
    }
  }
}

function refuse(): never {
  throw new NetworkError('the user has signed out');
}
