import {
  deleteDB,
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';

import type { EventId } from '../model.ts';
import { CHATS_COPY, USERS_COPY } from './copyNames.ts';

/** A list or a history, as it is stored. */
export interface Copy {
  readonly userId: number;
  readonly name: string;
  readonly json: string;
  readonly asOf: EventId;
  /** Milliseconds since the epoch: when a component last had it. */
  readonly usedAt: number;
}

/** Every copy as of `since` or later reflects all events up to `upTo`. */
export interface Progress {
  readonly userId: number;
  readonly since: EventId;
  readonly upTo: EventId;
}

interface Schema extends DBSchema {
  copies: { key: [number, string]; value: Copy; indexes: { used: [number, number] } };
  progress: { key: number; value: Progress };
}

export type CopyDatabase = IDBPDatabase<Schema>;
export type CopyTransaction = IDBPTransaction<Schema, StoreNames<Schema>[], 'readwrite'>;
type ReadTransaction = IDBPTransaction<Schema, StoreNames<Schema>[], IDBTransactionMode>;

/** Of what is stored. Copies of another version are deleted: raise it when messages or chats get a field. */
const VERSION = 5;
/** The lists and histories that were used last are stored. */
const MAX_COPIES = 80;
/** Every start needs them, also one long after the last. */
const LASTING: ReadonlySet<string> = new Set([CHATS_COPY, USERS_COPY]);

/**
 * Opens one user's copies; those of others are deleted. Null without IndexedDB. A busy browser may
 * take seconds, and one whose storage is broken never answers.
 */
export async function openCopyDatabase(name: string, userId: number): Promise<CopyDatabase | null> {
  const database = await openDatabase(name);
  if (database === null) return null;
  await removeOthers(database, userId).catch(() => undefined);
  return database;
}

/** Deletes the copies of all users. */
export async function deleteLocalCopies(name: string): Promise<void> {
  const database = await openDatabase(name);
  if (database === null) return;
  try {
    const transaction = database.transaction(['copies', 'progress'], 'readwrite');
    // The requests fail with the transaction.
    transaction.done.catch(() => undefined);
    await removeCopies(transaction);
  } catch {
    // Another tab deletes them, which closes the connection.
  }
  database.close();
}

/** Reads lists, histories and the progress. Only the requests tell of a failure, as a reload causes. */
export function openReadTransaction(database: CopyDatabase): ReadTransaction {
  const transaction = database.transaction(['copies', 'progress']);
  transaction.done.catch(() => undefined);
  return transaction;
}

export async function removeCopies(transaction: CopyTransaction): Promise<void> {
  await transaction.objectStore('copies').clear();
  await transaction.objectStore('progress').clear();
}

/** Null if there is none, or if it is damaged. */
export async function readProgress(
  transaction: ReadTransaction,
  userId: number,
): Promise<Progress | null> {
  const progress = await transaction.objectStore('progress').get(userId);
  return progress !== undefined && isEventId(progress.since) && isEventId(progress.upTo)
    ? progress
    : null;
}

export async function readCopy(
  transaction: ReadTransaction,
  userId: number,
  name: string,
): Promise<Copy | undefined> {
  return transaction.objectStore('copies').get([userId, name]);
}

/** The names of a user's copies that begin with a prefix. */
export async function readNames(
  transaction: ReadTransaction,
  userId: number,
  prefix: string,
): Promise<string[]> {
  const range = IDBKeyRange.bound([userId, prefix], [userId, `${prefix}\uffff`]);
  const keys = await transaction.objectStore('copies').getAllKeys(range);
  return keys.map(([, name]) => name);
}

/** Deletes the copies beyond the limit that were used longest ago. */
export async function removeOldCopies(transaction: CopyTransaction, userId: number): Promise<void> {
  const copies = transaction.objectStore('copies');
  let excess = (await copies.count()) - MAX_COPIES;
  const range = IDBKeyRange.bound([userId, 0], [userId, Number.MAX_SAFE_INTEGER]);
  let cursor = excess > 0 ? await copies.index('used').openCursor(range) : null;
  while (cursor !== null && excess > 0) {
    if (!LASTING.has(cursor.value.name)) {
      await cursor.delete();
      excess -= 1;
    }
    cursor = await cursor.continue();
  }
}

async function openDatabase(name: string): Promise<CopyDatabase | null> {
  try {
    return await openDB<Schema>(name, VERSION, {
      upgrade(database) {
        // Copies are made anew.
        for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
        const copies = database.createObjectStore('copies', { keyPath: ['userId', 'name'] });
        copies.createIndex('used', ['userId', 'usedAt']);
        database.createObjectStore('progress', { keyPath: 'userId' });
      },
      // Another tab has a newer version, or deletes the database.
      blocking(_version, _next, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch (error) {
    // A newer version wrote it: this one starts without copies, the next start has its own.
    if (error instanceof Error && error.name === 'VersionError') void deleteDB(name);
    // Otherwise IndexedDB is missing or denied.
    return null;
  }
}

async function removeOthers(database: CopyDatabase, userId: number): Promise<void> {
  for (const range of [
    IDBKeyRange.upperBound([userId], true),
    IDBKeyRange.lowerBound([userId + 1]),
  ]) {
    await database.delete('copies', range);
  }
  await database.delete('progress', IDBKeyRange.upperBound(userId, true));
  await database.delete('progress', IDBKeyRange.lowerBound(userId, true));
}

/** Whether a value that was stored is an id: it may be damaged. */
export function isEventId(value: unknown): value is EventId {
  return typeof value === 'string' && /^\d{1,15}-[0-9a-f]+(\.\d{1,15})?$/.test(value);
}
