import type { EventId } from '../model.ts';
import { openReadTransaction, readCopy, readProgress, type CopyDatabase } from './copyDatabase.ts';
import { GUARDS, type CopyKind, type CopyValues } from './copyGuards.ts';
import { HISTORY_PREFIX } from './copyNames.ts';
import { storedCopy, type StoredCopy } from './copyProgress.ts';
import type { TimelineCopy } from './state/timeline.ts';

/** Milliseconds that a start and a search wait for the browser's storage. */
const OPEN_TIMEOUT_MS = 2_000;

/** Reads one user's copies. A database that is missing, closed or denied has none. */
export class CopyReader {
  readonly #opened: Promise<CopyDatabase | null>;
  readonly #userId: number;

  constructor(opened: Promise<CopyDatabase | null>, userId: number) {
    this.#opened = opened;
    this.#userId = userId;
  }

  /**
   * The event after which the stream continues the copies; null if there are none, or if the storage
   * does not answer soon: the stream does not wait for it.
   */
  async resumeAfter(): Promise<EventId | null> {
    const progress = await soon(
      this.#read((database) => readProgress(openReadTransaction(database), this.#userId)),
    );
    return progress?.upTo ?? null;
  }

  /** The copy with this name, or null, however late. Deletes a copy that is not valid. */
  async read<Kind extends CopyKind>(
    name: string,
    kind: Kind,
  ): Promise<StoredCopy<CopyValues[Kind]> | null> {
    const userId = this.#userId;
    const found = await this.#read(async (database) => {
      const transaction = openReadTransaction(database);
      const progress = await readProgress(transaction, userId);
      return { copy: await readCopy(transaction, userId, name), progress };
    });
    if (found?.copy === undefined) return null;
    const stored = storedCopy(found.copy, found.progress, GUARDS[kind]);
    if (stored === null) await this.#read((opened) => opened.delete('copies', [userId, name]));
    return stored;
  }

  /** All histories; none if the storage does not answer soon. */
  async readHistories(): Promise<TimelineCopy[]> {
    const lower = [this.#userId, HISTORY_PREFIX];
    const range = IDBKeyRange.bound(lower, [this.#userId, `${HISTORY_PREFIX}\uffff`]);
    const copies = await soon(this.#read((database) => database.getAll('copies', range)));
    return (copies ?? []).flatMap((copy) => storedCopy(copy, null, GUARDS.history)?.value ?? []);
  }

  async #read<Value>(task: (database: CopyDatabase) => Promise<Value>): Promise<Value | undefined> {
    const database = await this.#opened;
    if (database === null) return undefined;
    try {
      return await task(database);
    } catch {
      // Closed, or denied meanwhile.
      return undefined;
    }
  }
}

/** Undefined instead of a value that comes late. */
async function soon<Value>(reading: Promise<Value | undefined>): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, OPEN_TIMEOUT_MS);
  });
  try {
    return await Promise.race([reading, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
