/** Entries of the browser's history that stand for what lies over a page. */
import { LAYERS_MARK } from './layersMark.ts';

/** One stack for the page, also where two bundles of a page contain this module. */
const SHARED = Symbol.for('vestnik.layers');

/** Milliseconds until a traversal counts as dropped: another navigation came first. */
const TRAVERSAL_TIMEOUT_MS = 1_000;

interface Layer {
  readonly close: () => void;
}

interface Mark {
  readonly depth: number;
  /** The page's address: an entry that the page has made from a copy of the state is its own. */
  readonly href: string;
}

/**
 * What lies over the page: each layer has an entry of the history, so that Back closes the topmost one
 * and stays on the page. A layer that closes by other means takes its entry back. The page's own state
 * is carried along in every entry, for its router.
 *
 * # Why
 *
 * Traversals are asynchronous, and components close and open in one turn: only the number of layers
 * is compared with the mark of the current entry, once a turn has ended and no traversal is under way.
 */
export class LayerStack {
  readonly #layers: Layer[] = [];
  /** Wait until the history has as many entries as there are layers. */
  #waiting: (() => void)[] = [];
  #traversal: ReturnType<typeof setTimeout> | null = null;
  #isScheduled = false;
  #hasStarted = false;

  /** Follows the history. Entries that a reload left behind are gone back from. */
  start(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    globalThis.addEventListener('popstate', this.#popped);
    this.#schedule();
  }

  /** Adds a layer on top; returns what takes it away. */
  join(close: () => void): () => void {
    this.start();
    const layer = { close };
    this.#layers.push(layer);
    this.#schedule();
    return () => {
      const index = this.#layers.indexOf(layer);
      if (index >= 0) this.#layers.splice(index, 1);
      this.#schedule();
    };
  }

  /** Runs a task that changes the history: at once, or when closing layers have left it. */
  whenSettled(task: () => void): void {
    if (this.#layers.length === 0 && depthHere() === 0 && this.#traversal === null) {
      task();
      return;
    }
    this.#waiting.push(task);
    // After the render in which the layers close.
    setTimeout(() => {
      this.#settle();
    });
  }

  /** Changes the address of the current entry, which stays that of the layer on top. */
  replaceAddress(address: string): void {
    const depth = depthHere();
    history.replaceState(history.state, '', address);
    if (depth > 0) mark(depth);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#settle();
    });
  }

  /** Gives the history as many entries as there are layers. */
  #settle(): void {
    if (this.#traversal !== null) return;
    const excess = depthHere() - this.#layers.length;
    if (excess > 0) {
      this.#traversal = setTimeout(this.#dropped, TRAVERSAL_TIMEOUT_MS);
      history.go(-excess);
      return;
    }
    for (let depth = depthHere() + 1; depth <= this.#layers.length; depth += 1) push(depth);
    const tasks = this.#waiting;
    this.#waiting = [];
    for (const task of tasks) task();
  }

  readonly #popped = (): void => {
    if (this.#traversal === null) {
      // Back, or Forward onto an entry whose layer is gone: that one is left again.
      for (const layer of this.#layers.splice(depthHere()).reverse()) layer.close();
      this.#schedule();
    } else {
      this.#arrived();
    }
  };

  readonly #arrived = (): void => {
    if (this.#traversal !== null) clearTimeout(this.#traversal);
    this.#traversal = null;
    this.#settle();
  };

  readonly #dropped = (): void => {
    // Not tried again and again: the entry counts as one of the page.
    mark(Math.min(depthHere(), this.#layers.length));
    this.#arrived();
  };
}

/** The stack of the page that shows this. */
export function layerStack(): LayerStack {
  const page = globalThis as Readonly<typeof globalThis> & Record<symbol, LayerStack | undefined>;
  return (page[SHARED] ??= new LayerStack());
}

/** How many layers the current entry stands for. */
function depthHere(): number {
  const { depth, href } = (stateHere()[LAYERS_MARK] ?? {}) as Partial<Mark>;
  return href === location.href && typeof depth === 'number' ? depth : 0;
}

function mark(depth: number): void {
  history.replaceState(stateWith(depth), '');
}

function push(depth: number): void {
  try {
    history.pushState(stateWith(depth), '');
  } catch {
    // Some browsers allow only so many entries at a time: then Back leaves the page.
  }
}

function stateWith(depth: number): Readonly<Record<string, unknown>> {
  const own: Mark = { depth, href: location.href };
  return { ...stateHere(), [LAYERS_MARK]: own };
}

function stateHere(): Readonly<Record<string, unknown>> {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? { ...state } : {};
}
