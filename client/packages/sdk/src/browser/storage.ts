/** An entry of localStorage; null if there is none or access is denied. */
export function readStorage(key: string): string | null {
  try {
    return globalThis.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Stores an entry; null removes it. Without storage, or if it is full, nothing is stored. */
export function writeStorage(key: string, value: string | null): void {
  try {
    if (value === null) globalThis.localStorage.removeItem(key);
    else globalThis.localStorage.setItem(key, value);
  } catch {
    // Denied or full: callers work without it.
  }
}

/** The keys of all entries of localStorage; none if access is denied. */
export function storageKeys(): readonly string[] {
  try {
    return Object.keys(globalThis.localStorage);
  } catch {
    return [];
  }
}
