import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import { memoryStore } from './memoryStore.ts';
import type { OutboxEntry, OutboxEntryMeta, OutboxStore, OwnerId } from './outboxEntry.ts';

interface Schema<Draft extends object> extends DBSchema {
  entries: { key: number; value: OutboxEntry<Draft>; indexes: { user: OwnerId } };
}

/**
 * Milliseconds after which a message of another user is deleted: a guest who was given up never comes
 * back, and a user who signs in again is sooner there.
 */
const MAX_AGE_OF_OTHERS_MS = 30 * 24 * 60 * 60 * 1000;

/** Removes the old entries of other users. */
export async function removeOldOfOthers<Draft extends object>(
  store: OutboxStore<Draft>,
  userId: OwnerId,
): Promise<void> {
  const before = new Date(Date.now() - MAX_AGE_OF_OTHERS_MS).toISOString();
  await store.removeOthers(userId, before);
}

/**
 * A store that outlives the page. What the browser refuses to store lasts as long as the page: all of
 * it, or files, as in private windows and WebKit without a profile.
 */
export async function openOutboxStore<Draft extends object>(
  database: string,
): Promise<OutboxStore<Draft>> {
  try {
    const stored = indexedDbStore(
      await openDB<Schema<Draft>>(`${database}:outbox`, 1, {
        upgrade(created) {
          const entries = created.createObjectStore('entries', {
            keyPath: 'number',
            autoIncrement: true,
          });
          entries.createIndex('user', 'userId');
        },
      }),
    );
    return withMemory(stored);
  } catch {
    // IndexedDB is missing or denied: private windows of some browsers, blocked site data.
    return memoryStore();
  }
}

/** Keeps in memory what is refused, unless storage is full: then its author decides. */
function withMemory<Draft extends object>(stored: OutboxStore<Draft>): OutboxStore<Draft> {
  const memory = memoryStore<Draft>();
  const storeOf = (number: number): OutboxStore<Draft> => (number < 0 ? memory : stored);
  return {
    async all(userId) {
      const kept = await memory.all(userId);
      const entries = await stored.all(userId).catch((error: unknown) => {
        if (kept.length === 0) throw error;
        return [];
      });
      return [...entries, ...kept].sort(byTime);
    },
    async add(entry) {
      try {
        return await stored.add(entry);
      } catch (error) {
        if (error instanceof Error && error.name === 'QuotaExceededError') throw error;
        return memory.add(entry);
      }
    },
    put: (entry) => storeOf(entry.number).put(entry),
    remove: (number) => storeOf(number).remove(number),
    removeOthers: (userId, before) => stored.removeOthers(userId, before),
    close: () => {
      stored.close();
    },
  };
}

function byTime(one: OutboxEntryMeta, other: OutboxEntryMeta): number {
  return Date.parse(one.createdAt) - Date.parse(other.createdAt);
}

function indexedDbStore<Draft extends object>(
  database: IDBPDatabase<Schema<Draft>>,
): OutboxStore<Draft> {
  return {
    all: (userId) => database.getAllFromIndex('entries', 'user', userId),
    async add(entry) {
      // IndexedDB assigns the number.
      const number = await database.add('entries', entry as OutboxEntry<Draft>);
      return { ...entry, number };
    },
    async put(entry) {
      const transaction = database.transaction('entries', 'readwrite');
      const replace = async (): Promise<void> => {
        const exists = (await transaction.store.getKey(entry.number)) !== undefined;
        if (exists) await transaction.store.put(entry);
      };
      await Promise.all([replace(), transaction.done]);
    },
    remove: (number) => database.delete('entries', number),
    async removeOthers(userId, before) {
      const transaction = database.transaction('entries', 'readwrite');
      const removeOld = async (): Promise<void> => {
        for await (const cursor of transaction.store) {
          const { userId: owner, createdAt } = cursor.value;
          if (owner !== userId && createdAt < before) await cursor.delete();
        }
      };
      await Promise.all([removeOld(), transaction.done]);
    },
    close: () => {
      database.close();
    },
  };
}
