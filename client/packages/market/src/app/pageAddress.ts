import { replaceAddress as replaceEntry } from '@vestnik/ui/layers';

import { readAddress, withAddress, type ChatAddress } from '../address.ts';

/** By which an entry of the browser's history is known as the inbox's. */
const MARK = 'vestnikInbox';

/** Puts a chat into the page's address, or takes it out; the entry stays the page's own. */
export function replaceAddress(address: ChatAddress | null): void {
  attempt(() => {
    replaceEntry(withAddress(address));
  });
}

/** In a new entry, from which Back leads to where no chat is open. It carries the page's own state. */
export function pushAddress(address: ChatAddress): void {
  attempt(() => {
    history.pushState({ ...stateOf(), [MARK]: true }, '', withAddress(address));
  });
}

/** Without a chat: back to the entry before the inbox's own. */
export function leaveAddress(): void {
  if (stateOf()[MARK] === true) history.back();
  else replaceAddress(null);
}

/** Calls `listener` when Back or Forward leads to another address; returns what ends that. */
export function followAddress(listener: (address: ChatAddress | null) => void): () => void {
  const read = () => {
    listener(readAddress());
  };
  globalThis.addEventListener('popstate', read);
  return () => {
    globalThis.removeEventListener('popstate', read);
  };
}

function stateOf(): Readonly<Record<string, unknown>> {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

/** Some browsers allow only so many changes at a time: then the address stays as it is. */
function attempt(change: () => void): void {
  try {
    change();
  } catch {
    // The chat is shown all the same.
  }
}
