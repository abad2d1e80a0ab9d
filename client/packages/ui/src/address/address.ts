import { LAYERS_MARK } from '../layers/layersMark.ts';
import { loadedStack } from '../layers/lazyStack.ts';

/** In `history.state`: whether this entry lies over the one before it. */
const OVER_MARK = 'vestnikOver';

/** What the browser says of changes that this module has not made. */
const EVENTS = ['popstate', 'hashchange'] as const;

const listeners = new Set<() => void>();

/** Calls `listener` after each change of the page's address, until the result is called. */
export function followAddress(listener: () => void): () => void {
  if (listeners.size === 0) for (const event of EVENTS) globalThis.addEventListener(event, notify);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    for (const event of EVENTS) globalThis.removeEventListener(event, notify);
  };
}

/**
 * Goes to an address in a new entry of the history, which carries the page's own state along. `isOver`:
 * the entry lies over the present one, to which `leaveTo` returns.
 */
export function pushAddress(href: string, { isOver = false }: { isOver?: boolean } = {}): void {
  change(() => {
    const state = { ...stateHere(), [LAYERS_MARK]: undefined, [OVER_MARK]: isOver };
    history.pushState(state, '', href);
  });
}

/** Changes the address of the current entry, which keeps its state. */
export function replaceAddress(href: string): void {
  if (new URL(href, document.baseURI).href === location.href) return;
  change(() => {
    const stack = loadedStack();
    if (stack === null) history.replaceState(history.state, '', href);
    else stack.replaceAddress(href);
  });
}

/** Returns to the entry that the current one lies over; has this address, if it lies over none. */
export function leaveTo(href: string): void {
  if (stateHere()[OVER_MARK] === true) history.back();
  else replaceAddress(href);
}

/** The page's address with other parameters; those that are null are left out. */
export function addressWith(params: Readonly<Record<string, string | number | null>>): string {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(params)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** The parameters of the page's address. */
export function addressParams(): URLSearchParams {
  return new URLSearchParams(location.search);
}

/** An id among parameters; null if there is none of this name. */
export function idParam(params: URLSearchParams, name: string): number | null {
  const text = params.get(name);
  return text !== null && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : null;
}

function change(task: () => void): void {
  try {
    task();
  } catch {
    // Some browsers allow only so many changes at a time: then the address stays as it is.
    return;
  }
  notify();
}

function notify(): void {
  for (const listener of [...listeners]) listener();
}

function stateHere(): Readonly<Record<string, unknown>> {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? { ...state } : {};
}
