import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import type { Store } from './store.ts';

/** Lists and histories of one user that the browser stores, for a start without a connection. */
export interface LocalCopies {
  /** The copy with this name; null if there is none. */
  read<Value>(name: string): Promise<Value | null>;
  /** Stores or replaces it. Beyond the limit the oldest copies are deleted. */
  write(name: string, value: unknown): Promise<void>;
  /** Nothing is read or written afterwards. */
  close(): void;
}

interface Copy {
  readonly userId: number;
  readonly name: string;
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
}

interface Schema extends DBSchema {
  copies: { key: [number, string]; value: Copy; indexes: { age: number } };
}

/** Lists, and histories of the chats that were visited last. */
const MAX_COPIES = 40;
/** Milliseconds within which changes are written once. */
const COALESCE_MS = 400;

/** One user's copies; those of others are deleted. Without IndexedDB nothing is stored. */
export function openLocalCopies(name: string, userId: number): LocalCopies {
  const database = openDatabase(name);
  void database.then((opened) => opened && removeOthers(opened, userId)).catch(() => undefined);
  return {
    async read<Value>(name: string) {
      const copy = await database
        .then((opened) => opened?.get('copies', [userId, name]))
        .catch(() => undefined);
      // Callers read under a name what they wrote under it.
      return copy === undefined ? null : (copy.value as Value);
    },
    async write(name, value) {
      const opened = await database;
      if (opened === null) return;
      try {
        await opened.put('copies', { userId, name, value, savedAt: Date.now() });
        await removeOldest(opened);
      } catch {
        // Storage is full or closed: there is no copy of this.
      }
    },
    close() {
      void database.then((opened) => opened?.close());
    },
  };
}

/** Deletes the copies of all users. */
export async function deleteLocalCopies(name: string): Promise<void> {
  const database = await openDatabase(name);
  await database?.clear('copies').catch(() => undefined);
  database?.close();
}

/** Stores what `copied` returns soon after a store changes; null is not stored. */
export function copyOnChange<State>(
  store: Store<State>,
  copies: LocalCopies,
  name: string,
  copied: (state: State) => unknown,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unsubscribe = store.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      const value = copied(store.get());
      if (value !== null) void copies.write(name, value);
    }, COALESCE_MS);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

async function openDatabase(name: string): Promise<IDBPDatabase<Schema> | null> {
  try {
    return await openDB<Schema>(name, 1, {
      upgrade(created) {
        const copies = created.createObjectStore('copies', { keyPath: ['userId', 'name'] });
        copies.createIndex('age', 'savedAt');
      },
    });
  } catch {
    // IndexedDB is missing or denied.
    return null;
  }
}

async function removeOldest(database: IDBPDatabase<Schema>): Promise<void> {
  const transaction = database.transaction('copies', 'readwrite');
  let excess = (await transaction.store.count()) - MAX_COPIES;
  let cursor = excess > 0 ? await transaction.store.index('age').openCursor() : null;
  while (cursor !== null && excess > 0) {
    await cursor.delete();
    excess -= 1;
    cursor = await cursor.continue();
  }
  await transaction.done;
}

async function removeOthers(database: IDBPDatabase<Schema>, userId: number): Promise<void> {
  await database.delete('copies', IDBKeyRange.upperBound([userId], true));
  await database.delete('copies', IDBKeyRange.lowerBound([userId + 1]));
}
