/** A gate that is open or shut. */
class Gate {
  #opened = Promise.resolve();
  #open: (() => void) | null = null;

  get isShut(): boolean {
    return this.#open !== null;
  }

  shut(): void {
    if (this.isShut) return;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open?.();
    this.#open = null;
  }

  async pass(): Promise<void> {
    // It may be shut again before whoever waited gets through.
    while (this.isShut) await this.#opened;
  }
}

/**
 * A `fetch` over a bad line: streams break off, and what the server said is held up, answers and
 * streams apart, so that either overtakes the other.
 */
export class Line {
  /** How often a chat list was asked for. */
  lists = 0;
  readonly #gates = { answers: new Gate(), stream: new Gate() };
  #streams: AbortController[] = [];

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (/\/api\/(admin\/)?chats(\?|$)/.test(url)) this.lists += 1;
    if (url.includes('/api/events/')) return this.#stream(input, init);
    const answer = await fetch(input, init);
    await this.#gates.answers.pass();
    return answer;
  };

  get isHeld(): boolean {
    return this.#gates.answers.isShut || this.#gates.stream.isShut;
  }

  /** Holds up what passes, or no longer. */
  toggle(what: 'answers' | 'stream'): void {
    const gate = this.#gates[what];
    if (gate.isShut) gate.open();
    else gate.shut();
  }

  release(): void {
    this.#gates.answers.open();
    this.#gates.stream.open();
  }

  /** Breaks off every stream. */
  break(): void {
    for (const breaker of this.#streams) breaker.abort();
    this.#streams = [];
  }

  async #stream(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const breaker = new AbortController();
    this.#streams.push(breaker);
    const signals = [breaker.signal, ...(init?.signal ? [init.signal] : [])];
    const answer = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
    const { stream } = this.#gates;
    const held = new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await stream.pass();
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body?.pipeThrough(held) ?? null, answer);
  }
}
