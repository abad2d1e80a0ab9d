import { asVestnikError } from '../http/errors.ts';

/**
 * Tells the server up to which message chats were read: one request a chat at a time, and the
 * newest mark alone of those that wait.
 */
export class ReadMarks {
  readonly #send: (chatId: number, upToId: number) => Promise<void>;
  readonly #wanted = new Map<number, number>();
  readonly #told = new Map<number, number>();
  readonly #busy = new Set<number>();

  constructor(send: (chatId: number, upToId: number) => Promise<void>) {
    this.#send = send;
  }

  mark(chatId: number, upToId: number): void {
    const known = Math.max(this.#wanted.get(chatId) ?? 0, this.#told.get(chatId) ?? 0);
    if (upToId <= known) return;
    this.#wanted.set(chatId, upToId);
    void this.#tell(chatId);
  }

  /** There is a connection: what could not be told is told now. */
  recover(): void {
    for (const chatId of this.#wanted.keys()) void this.#tell(chatId);
  }

  async #tell(chatId: number): Promise<void> {
    const upToId = this.#wanted.get(chatId);
    if (upToId === undefined || this.#busy.has(chatId)) return;
    this.#busy.add(chatId);
    try {
      await this.#send(chatId, upToId);
      this.#told.set(chatId, upToId);
    } catch (error) {
      // What the server refuses once it refuses again.
      if (asVestnikError(error).isTemporary) return;
    } finally {
      this.#busy.delete(chatId);
    }
    if (this.#wanted.get(chatId) === upToId) this.#wanted.delete(chatId);
    else await this.#tell(chatId);
  }
}
