/** One choice out of a few, remembered in this browser and the same in all its tabs. */
export interface Choice<T extends string> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A choice kept in localStorage; where that is refused, until the page closes. */
export function rememberedChoice<T extends string>(
  key: string,
  allowed: readonly T[],
  fallback: T,
): Choice<T> {
  const listeners = new Set<() => void>();
  const known = (value: string | null) => allowed.find((one) => one === value) ?? fallback;
  let current = known(read(key));

  const take = (value: T) => {
    if (value === current) return;
    current = value;
    for (const listener of listeners) listener();
  };
  const hearOtherTabs = (event: StorageEvent) => {
    // A null key: another tab cleared everything.
    if (event.key === key || event.key === null) take(known(event.newValue));
  };

  return {
    get: () => current,
    set: (value) => {
      write(key, value);
      take(value);
    },
    subscribe: (listener) => {
      if (listeners.size === 0) window.addEventListener('storage', hearOtherTabs);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener('storage', hearOtherTabs);
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
