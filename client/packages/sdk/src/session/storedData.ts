import { readStorage, storageKeys, writeStorage } from '../browser/storage.ts';
import { openOutboxStore } from '../outbox/outboxStore.ts';
import { deleteLocalCopies } from '../sync/copyDatabase.ts';
import { keyOf, parsed, PREFIX, storageNames, SUFFIX } from './storedUser.ts';

/** A session of another realm that had the same cookies. */
interface CookieSession {
  readonly scope: string;
  readonly userId: number;
}

/** The sessions of other realms that end when that of a scope signs out. */
export class OtherSessions {
  readonly #sessions: readonly CookieSession[];

  /** As they are now. */
  constructor(scope: string) {
    this.#sessions = storageKeys()
      .filter((key) => key.startsWith(PREFIX) && key.endsWith(SUFFIX) && key !== keyOf(scope))
      .flatMap((key) => {
        const entry = parsed(readStorage(key));
        const other = key.slice(PREFIX.length, -SUFFIX.length);
        return entry?.cookies === undefined ? [] : { scope: other, userId: entry.user.id };
      });
  }

  /** Messages that are not sent. */
  async countUnsent(): Promise<number> {
    let count = 0;
    for (const { scope, userId } of this.#sessions) {
      const store = await openOutboxStore(storageNames(scope).outbox);
      count += (await store.all(userId)).length;
      store.close();
    }
    return count;
  }

  /** Deletes all that the browser has stored of them. */
  async deleteData(): Promise<void> {
    for (const { scope, userId } of this.#sessions) {
      // The tabs that show the user see this, and close what follows.
      writeStorage(keyOf(scope), null);
      const { copies, outbox } = storageNames(scope);
      await deleteLocalCopies(copies);
      const store = await openOutboxStore(outbox);
      for (const { number } of await store.all(userId)) await store.remove(number);
      store.close();
    }
  }
}
