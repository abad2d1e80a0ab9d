import { toVestnikError } from '../http/errors.ts';

/** Sends read marks: one request per chat at a time, and only the newest mark that waits. */
export class ReadMarkQueue {
  readonly #send: (chatId: number, upToId: number) => Promise<void>;
  readonly #pending = new Map<number, number>();
  readonly #confirmed = new Map<number, number>();
  readonly #inFlight = new Map<number, Promise<boolean>>();

  constructor(send: (chatId: number, upToId: number) => Promise<void>) {
    this.#send = send;
  }

  mark(chatId: number, upToId: number): void {
    const known = Math.max(this.#pending.get(chatId) ?? 0, this.#confirmed.get(chatId) ?? 0);
    if (upToId <= known) return;
    this.#pending.set(chatId, upToId);
    void this.#flush(chatId);
  }

  /** The chat is to be unread: a mark that waits is not sent, one on its way has ended, and known ones are sent again. */
  async forget(chatId: number): Promise<void> {
    this.#pending.delete(chatId);
    await this.#inFlight.get(chatId);
    this.#confirmed.delete(chatId);
  }

  /** The connection is back: sends the marks that failed. */
  recover(): void {
    for (const chatId of this.#pending.keys()) void this.#flush(chatId);
  }

  async #flush(chatId: number): Promise<void> {
    const upToId = this.#pending.get(chatId);
    if (upToId === undefined || this.#inFlight.has(chatId)) return;
    const attempt = this.#attempt(chatId, upToId);
    this.#inFlight.set(chatId, attempt);
    const isDone = await attempt;
    this.#inFlight.delete(chatId);
    if (!isDone) return;
    if (this.#pending.get(chatId) === upToId) this.#pending.delete(chatId);
    else await this.#flush(chatId);
  }

  /** Whether the mark need not be sent again. */
  async #attempt(chatId: number, upToId: number): Promise<boolean> {
    try {
      await this.#send(chatId, upToId);
      this.#confirmed.set(chatId, upToId);
      return true;
    } catch (error) {
      // A permanent refusal would be repeated.
      return !toVestnikError(error).isTemporary;
    }
  }
}
