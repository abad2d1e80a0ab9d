/** By which an entry of the browser's history is known as the chat's. */
const MARK = 'vestnikChat';

/**
 * An entry of the browser's history while the chat covers the page: Back closes the chat and does
 * not leave the page. The page's own state in the entry before is carried along, for its router.
 */
export class BackEntry {
  readonly #onBack: () => void;
  #isHeld = false;

  constructor(onBack: () => void) {
    this.#onBack = onBack;
  }

  hold(): void {
    if (this.#isHeld) return;
    // After a reload the entry is there already.
    if (!isMarked() && !push()) return;
    this.#isHeld = true;
    globalThis.addEventListener('popstate', this.#popped);
  }

  /** The chat was closed in another way: its entry goes, unless the page has added others. */
  release(): void {
    if (!this.#isHeld) return;
    this.#drop();
    if (isMarked()) history.back();
  }

  readonly #popped = (): void => {
    // An entry that the page has added since is gone, and the chat's is on top again.
    if (isMarked()) return;
    this.#drop();
    this.#onBack();
  };

  #drop(): void {
    this.#isHeld = false;
    globalThis.removeEventListener('popstate', this.#popped);
  }
}

function isMarked(): boolean {
  return stateOf()[MARK] === true;
}

function stateOf(): Readonly<Record<string, unknown>> {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

/** False where the browser refuses: some allow only so many entries at a time. */
function push(): boolean {
  try {
    history.pushState({ ...stateOf(), [MARK]: true }, '');
    return true;
  } catch {
    return false;
  }
}
