import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import type { Store } from './store.ts';

/** What a browser keeps of one person's lists and histories, for a page without a connection. */
export interface LocalCopies {
  /** The copy of this name; null where there is none. */
  read<Value>(name: string): Promise<Value | null>;
  /** Replaces it. Beyond the most that is kept, the oldest copies go. */
  write(name: string, value: unknown): Promise<void>;
  /** Nothing is read or written from then on. */
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

const DATABASE = 'vestnik-copies';
/** Copies that are kept: lists, and histories of the chats that were visited last. */
const MOST = 40;
/** Milliseconds within which changes are written once. */
const GATHER = 400;

/** One person's copies; those of others are removed. Without a database nothing is kept. */
export function openLocalCopies(userId: number): LocalCopies {
  const database = openDatabase();
  void database.then((opened) => opened && removeOthers(opened, userId)).catch(() => undefined);
  return {
    async read<Value>(name: string) {
      const copy = await database
        .then((opened) => opened?.get('copies', [userId, name]))
        .catch(() => undefined);
      // The name says what was written under it.
      return copy === undefined ? null : (copy.value as Value);
    },
    async write(name, value) {
      const opened = await database;
      if (opened === null) return;
      try {
        await opened.put('copies', { userId, name, value, savedAt: Date.now() });
        await removeOldest(opened);
      } catch {
        // Storage is full, or closed: there is no copy of this.
      }
    },
    close() {
      void database.then((opened) => opened?.close());
    },
  };
}

/** Removes everybody's copies. */
export async function removeLocalCopies(): Promise<void> {
  const database = await openDatabase();
  await database?.clear('copies').catch(() => undefined);
  database?.close();
}

/** Writes what `copied` makes of a store's value soon after it changes; null is not written. */
export function keepCopied<State>(
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
    }, GATHER);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

async function openDatabase(): Promise<IDBPDatabase<Schema> | null> {
  try {
    return await openDB<Schema>(DATABASE, 1, {
      upgrade(created) {
        const copies = created.createObjectStore('copies', { keyPath: ['userId', 'name'] });
        copies.createIndex('age', 'savedAt');
      },
    });
  } catch {
    // There is none, or it is denied.
    return null;
  }
}

async function removeOldest(database: IDBPDatabase<Schema>): Promise<void> {
  const transaction = database.transaction('copies', 'readwrite');
  let excess = (await transaction.store.count()) - MOST;
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
