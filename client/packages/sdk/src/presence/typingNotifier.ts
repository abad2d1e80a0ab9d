/** Milliseconds between two announcements that somebody still types. */
const AGAIN = 2_500;

/** Tells that its person types, seldom enough, and that they do so no more. */
export class TypingNotice {
  readonly #tell: (isTyping: boolean) => void;
  /** When it was told last that they type; null while they do not. */
  #told: number | null = null;

  constructor(tell: (isTyping: boolean) => void) {
    this.#tell = tell;
  }

  /** A key was pressed, and there is something in the field. */
  typed(): void {
    const now = Date.now();
    if (this.#told !== null && now - this.#told < AGAIN) return;
    this.#told = now;
    this.#tell(true);
  }

  /** The field was left or emptied. */
  stopped(): void {
    if (this.#told === null) return;
    this.#told = null;
    this.#tell(false);
  }
}
