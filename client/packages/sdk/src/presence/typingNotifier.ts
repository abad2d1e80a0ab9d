/** Milliseconds between two signals while the user types. */
const REPEAT_MS = 2_500;

/** Sends that the user types, at most every 2.5 seconds, and that they stopped. */
export class TypingNotifier {
  readonly #send: (isTyping: boolean) => void;
  /** When typing was last sent; null while the user does not type. */
  #lastSentAt: number | null = null;

  constructor(send: (isTyping: boolean) => void) {
    this.#send = send;
  }

  /** The text changed and is not empty. */
  onInput(): void {
    const now = Date.now();
    if (this.#lastSentAt !== null && now - this.#lastSentAt < REPEAT_MS) return;
    this.#lastSentAt = now;
    this.#send(true);
  }

  /** The field was left or emptied, or the text was sent. */
  onStop(): void {
    if (this.#lastSentAt === null) return;
    this.#lastSentAt = null;
    this.#send(false);
  }
}
