import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import type { ErrorCode } from '../http/errors.ts';

/** Why a message was refused, in a form that can be stored. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
}

/** Who writes, under whatever name an application gives people. */
export type Writer = number | string;

/** What is known of a message that is to be sent, besides what is in it. */
export interface Stamp {
  /** Order of writing; given by the shelf. */
  readonly number: number;
  readonly userId: Writer;
  readonly clientId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Set once the server refused it: it is not sent again unless the person says so. */
  readonly refusal: Refusal | null;
}

/** A message that is to be sent. */
export type Letter<Draft extends object> = Stamp & Draft;

/** One that has no place among the others yet. */
export type NewLetter<Draft extends object> = Omit<Stamp, 'number'> & Draft;

/** Where letters lie until they are sent. */
export interface Shelf<Draft extends object> {
  /** One person's letters in the order of writing. */
  all(userId: Writer): Promise<Letter<Draft>[]>;
  add(letter: NewLetter<Draft>): Promise<Letter<Draft>>;
  /** Replaces a letter, if it is still there. */
  put(letter: Letter<Draft>): Promise<void>;
  remove(number: number): Promise<void>;
}

interface Schema<Draft extends object> extends DBSchema {
  letters: { key: number; value: Letter<Draft>; indexes: { user: Writer } };
}

/** A shelf that outlives the page; in memory where the browser keeps nothing. */
export async function openShelf<Draft extends object>(database: string): Promise<Shelf<Draft>> {
  try {
    return databaseShelf(
      await openDB<Schema<Draft>>(database, 1, {
        upgrade(created) {
          const letters = created.createObjectStore('letters', {
            keyPath: 'number',
            autoIncrement: true,
          });
          letters.createIndex('user', 'userId');
        },
      }),
    );
  } catch {
    // There is none, or it is denied: in private windows of some browsers, by blocked site data.
    return memoryShelf();
  }
}

function databaseShelf<Draft extends object>(database: IDBPDatabase<Schema<Draft>>): Shelf<Draft> {
  return {
    all: (userId) => database.getAllFromIndex('letters', 'user', userId),
    async add(letter) {
      // The store gives the number.
      const number = await database.add('letters', letter as Letter<Draft>);
      return { ...letter, number };
    },
    async put(letter) {
      const transaction = database.transaction('letters', 'readwrite');
      const isThere = (await transaction.store.getKey(letter.number)) !== undefined;
      if (isThere) await transaction.store.put(letter);
      await transaction.done;
    },
    remove: (number) => database.delete('letters', number),
  };
}

function memoryShelf<Draft extends object>(): Shelf<Draft> {
  const letters = new Map<number, Letter<Draft>>();
  let last = 0;
  return {
    all: (userId) =>
      Promise.resolve([...letters.values()].filter((letter) => letter.userId === userId)),
    add(letter) {
      last += 1;
      const added = { ...letter, number: last };
      letters.set(last, added);
      return Promise.resolve(added);
    },
    put(letter) {
      if (letters.has(letter.number)) letters.set(letter.number, letter);
      return Promise.resolve();
    },
    remove(number) {
      letters.delete(number);
      return Promise.resolve();
    },
  };
}
