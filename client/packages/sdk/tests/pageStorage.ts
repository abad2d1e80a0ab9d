/** Storage and events of a browser's pages, as far as sessions use them. */
import { vi } from 'vitest';

/** An empty localStorage, as it is in browsers: entries are properties. */
export function stubLocalStorage(): Record<string, string> {
  const entries: Record<string, string> = Object.create({
    getItem: (key: string) => (Object.hasOwn(entries, key) ? entries[key] : null),
    setItem: (key: string, value: string) => {
      entries[key] = value;
    },
    removeItem: (key: string) => {
      Reflect.deleteProperty(entries, key);
    },
  }) as Record<string, string>;
  vi.stubGlobal('localStorage', entries);
  return entries;
}

/** Tells a page of a change by another tab. */
export function stubStorageEvents(): (
  key: string,
  oldValue: string,
  newValue: string | null,
) => void {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  return (key, oldValue, newValue) => {
    page.dispatchEvent(Object.assign(new Event('storage'), { key, oldValue, newValue }));
  };
}
