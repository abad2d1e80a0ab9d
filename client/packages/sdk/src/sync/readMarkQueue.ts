import { toVestnikError } from '../http/errors.ts';

/** Sends read marks: one request per chat at a time, and only the newest mark that waits. */
export class ReadMarkQueue {
  readonly #send: (chatId: number, upToId: number) => Promise<void>;
  readonly #pending = new Map<number, number>();
  readonly #confirmed = new Map<number, number>();
  readonly #inFlight = new Set<number>();

  constructor(send: (chatId: number, upToId: number) => Promise<void>) {
    this.#send = send;
  }

  mark(chatId: number, upToId: number): void {
    const known = Math.max(this.#pending.get(chatId) ?? 0, this.#confirmed.get(chatId) ?? 0);
    if (upToId <= known) return;
    this.#pending.set(chatId, upToId);
    void this.#flush(chatId);
  }

  /** The connection is back: sends the marks that failed. */
  recover(): void {
    for (const chatId of this.#pending.keys()) void this.#flush(chatId);
  }

  async #flush(chatId: number): Promise<void> {
    const upToId = this.#pending.get(chatId);
    if (upToId === undefined || this.#inFlight.has(chatId)) return;
    this.#inFlight.add(chatId);
    try {
      await this.#send(chatId, upToId);
      this.#confirmed.set(chatId, upToId);
    } catch (error) {
      // A permanent refusal would be repeated.
      if (toVestnikError(error).isTemporary) return;
    } finally {
      this.#inFlight.delete(chatId);
    }
    if (this.#pending.get(chatId) === upToId) this.#pending.delete(chatId);
    else await this.#flush(chatId);
  }
}
