import { toVestnikError } from '../http/errors.ts';
import type { Draft } from '../model.ts';
import { beginning } from '../text/index.ts';

/** Milliseconds after the last change until a draft is saved on the server. */
const SAVE_DELAY_MS = 1_200;
/** Characters (code points) that the server saves of a draft. */
const MAX_LENGTH = 10_000;
const NO_DRAFT: Draft = { text: '', reply_to_id: null };

/** Saves drafts on the server: the latest of each chat, after a pause in typing. */
export class DraftQueue {
  readonly #save: (chatId: number, draft: Draft) => Promise<void>;
  readonly #onSaved: (chatId: number, draft: Draft) => void;
  readonly #pending = new Map<number, Draft>();
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #inFlight = new Set<number>();

  /** `onSaved`: not called if the draft was cancelled or changed while it was being saved. */
  constructor(
    save: (chatId: number, draft: Draft) => Promise<void>,
    onSaved: (chatId: number, draft: Draft) => void,
  ) {
    this.#save = save;
    this.#onSaved = onSaved;
  }

  /** Saves the draft after a pause; an empty text removes it. */
  schedule(chatId: number, draft: Draft): void {
    this.#pending.set(chatId, { ...draft, text: beginning(draft.text, MAX_LENGTH) });
    clearTimeout(this.#timers.get(chatId));
    const timer = setTimeout(() => void this.#flush(chatId), SAVE_DELAY_MS);
    this.#timers.set(chatId, timer);
  }

  /** The draft became a message, which ends it on the server. */
  cancel(chatId: number): void {
    clearTimeout(this.#timers.get(chatId));
    this.#timers.delete(chatId);
    // A save on its way may reach the server after the message, and would bring the draft back.
    if (this.#inFlight.has(chatId)) this.#pending.set(chatId, NO_DRAFT);
    else this.#pending.delete(chatId);
  }

  /** Saves what waits: the page is left, the user signs out, or the connection is back. */
  async flushAll(): Promise<void> {
    await Promise.all([...this.#pending.keys()].map((chatId) => this.#flush(chatId)));
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#pending.clear();
  }

  async #flush(chatId: number): Promise<void> {
    clearTimeout(this.#timers.get(chatId));
    this.#timers.delete(chatId);
    const draft = this.#pending.get(chatId);
    if (draft === undefined || this.#inFlight.has(chatId)) return;
    this.#inFlight.add(chatId);
    try {
      await this.#save(chatId, draft);
      if (this.#pending.get(chatId) === draft) this.#onSaved(chatId, draft);
    } catch (error) {
      // A permanent refusal would be repeated; what failed temporarily waits for `flushAll`.
      if (toVestnikError(error).isTemporary) return;
    } finally {
      this.#inFlight.delete(chatId);
    }
    if (this.#pending.get(chatId) === draft) this.#pending.delete(chatId);
    else if (this.#pending.has(chatId) && !this.#timers.has(chatId)) await this.#flush(chatId);
  }
}
