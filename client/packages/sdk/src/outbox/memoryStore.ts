import type { OutboxEntry, OutboxStore } from './outboxEntry.ts';

/** A store that lasts as long as the page. Its numbers are below those of a stored one. */
export function memoryStore<Draft extends object>(): OutboxStore<Draft> {
  const entries = new Map<number, OutboxEntry<Draft>>();
  let last = 0;
  return {
    all: (userId) =>
      Promise.resolve([...entries.values()].filter((entry) => entry.userId === userId)),
    add(entry) {
      last -= 1;
      const added = { ...entry, number: last };
      entries.set(last, added);
      return Promise.resolve(added);
    },
    put(entry) {
      if (entries.has(entry.number)) entries.set(entry.number, entry);
      return Promise.resolve();
    },
    remove(number) {
      entries.delete(number);
      return Promise.resolve();
    },
    // Only users of this page are in it.
    removeOthers: () => Promise.resolve(),
    close: () => undefined,
  };
}
