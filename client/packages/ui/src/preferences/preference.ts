/** One choice out of a few, remembered in this browser and the same in all its tabs. */
export interface Preference<T extends string> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A choice kept in localStorage; where that is refused, until the page closes. */
export function storedPreference<T extends string>(
  key: string,
  allowed: readonly T[],
  fallback: T,
): Preference<T> {
  const listeners = new Set<() => void>();
  const known = (value: string | null) => allowed.find((one) => one === value) ?? fallback;
  let current = known(read(key));

  const apply = (value: T) => {
    if (value === current) return;
    current = value;
    for (const listener of listeners) listener();
  };
  const onStorage = (event: StorageEvent) => {
    // A null key: another tab cleared everything.
    if (event.key === key || event.key === null) apply(known(event.newValue));
  };

  return {
    get: () => current,
    set: (value) => {
      write(key, value);
      apply(value);
    },
    subscribe: (listener) => {
      if (listeners.size === 0) window.addEventListener('storage', onStorage);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener('storage', onStorage);
      };
    },
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is full or forbidden: the choice lasts until the page closes.
  }
}
