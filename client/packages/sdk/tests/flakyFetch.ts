/** Open or closed: what waits passes when it opens. */
class Latch {
  #opened = Promise.resolve();
  #open: (() => void) | null = null;

  get isClosed(): boolean {
    return this.#open !== null;
  }

  close(): void {
    if (this.isClosed) return;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open?.();
    this.#open = null;
  }

  async pass(): Promise<void> {
    // It may be closed again before a waiting task continues.
    while (this.isClosed) await this.#opened;
  }
}

/**
 * A `fetch` over a bad connection: streams break off, and answers and streams are delayed apart,
 * so that either overtakes the other.
 */
export class FlakyFetch {
  /** Requests for a list of chats. */
  lists = 0;
  readonly #latches = { answers: new Latch(), stream: new Latch() };
  #streams: AbortController[] = [];

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    if (pathname.endsWith('/chats')) this.lists += 1;
    if (pathname.endsWith('/events')) return this.#stream(input, init);
    const answer = await fetch(input, init);
    await this.#latches.answers.pass();
    return answer;
  };

  get isPaused(): boolean {
    return this.#latches.answers.isClosed || this.#latches.stream.isClosed;
  }

  pauseOrResume(what: 'answers' | 'stream'): void {
    const latch = this.#latches[what];
    if (latch.isClosed) latch.open();
    else latch.close();
  }

  resume(): void {
    this.#latches.answers.open();
    this.#latches.stream.open();
  }

  /** Breaks off all streams. */
  breakStreams(): void {
    for (const stream of this.#streams) stream.abort();
    this.#streams = [];
  }

  async #stream(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const breaker = new AbortController();
    this.#streams.push(breaker);
    const signals = [breaker.signal, ...(init?.signal ? [init.signal] : [])];
    const answer = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
    const { stream } = this.#latches;
    const delayed = new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await stream.pass();
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body?.pipeThrough(delayed) ?? null, answer);
  }
}
