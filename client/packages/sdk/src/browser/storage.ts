/** What a browser keeps by a name (localStorage); null where there is nothing or it is denied. */
export function kept(key: string): string | null {
  try {
    return globalThis.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps it; null forgets. Where there is no storage, or it is full or denied, nothing is kept. */
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) globalThis.localStorage.removeItem(key);
    else globalThis.localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
