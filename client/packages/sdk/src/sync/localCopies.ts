import { isAfter, ORIGIN } from '../realtime/eventId.ts';
import { chatOf, type ServerEvent } from '../realtime/events.ts';
import type { EventId } from '../model.ts';
import {
  isEventId,
  openCopyDatabase,
  readCopy,
  readProgress,
  removeCopies,
  removeOldCopies,
  type Copy,
  type CopyDatabase,
  type CopyTransaction,
  type Progress,
} from './copyDatabase.ts';
import { CHATS_COPY, chatCopyName, HISTORY_PREFIX, historyCopyName } from './copyNames.ts';
import { changeCopy } from './changeCopy.ts';
import { GUARDS, type CopyKind, type CopyValues } from './copyGuards.ts';
import type { EventBuffer } from './eventBuffer.ts';
import type { TimelineCopy } from './state/timeline.ts';
import type { Store } from './store.ts';

/** What a component of the client wants to be stored, and the last event that it reflects. */
export interface CopyContent {
  readonly value: unknown;
  readonly asOf: EventId;
}

export interface StoredCopy<Value> {
  readonly value: Value;
  /** All events up to this one are in it. */
  readonly asOf: EventId;
  /** Whether the stream, resumed after `asOf`, brings everything that it lacks. */
  readonly isContinuous: boolean;
}

export interface LocalCopiesOptions {
  /** Of the database. */
  readonly name: string;
  readonly userId: number;
  readonly buffer: EventBuffer;
  /** Whether this tab receives the stream itself, so that what it lacks no other tab has. */
  readonly isLeader: () => boolean;
}

/** Milliseconds within which changes are written once. */
const COALESCE_MS = 700;
/** Milliseconds until a browser whose storage does not answer counts as one without. */
const OPEN_TIMEOUT_MS = 2_000;
/** Events that wait to be written; beyond them the copies that they change are stale. */
const MAX_PENDING = 2_000;

/**
 * Lists and histories of one user that the browser stores, kept up to date by the events of the
 * stream. Without IndexedDB nothing is stored.
 *
 * # Why it is consistent
 *
 * `progress` says that every copy as of `since` or later reflects all events up to `upTo`. A tab
 * writes its changes, the events that it received since it last wrote and the new `upTo` in one
 * transaction, and only if it has all events after the stored `upTo`. The next start resumes the
 * stream after `upTo`.
 */
export class LocalCopies {
  readonly #options: LocalCopiesOptions;
  readonly #opened: Promise<CopyDatabase | null>;
  readonly #sources = new Map<string, () => CopyContent | null>();
  readonly #dirty = new Set<string>();
  readonly #stopListening: () => void;
  /** This tab has all events after this one. */
  #coveredFrom: EventId | null = null;
  #pending: ServerEvent[] = [];
  #mustClear = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: LocalCopiesOptions) {
    this.#options = options;
    this.#opened = withTimeout(openCopyDatabase(options.name, options.userId));
    this.#stopListening = options.buffer.listen({
      onEvent: (event) => {
        this.#onEvent(event);
      },
      onGap: (at) => {
        this.#coveredFrom = at;
        this.#schedule();
      },
      onReset: () => {
        this.#onReset();
      },
    });
    if (typeof document !== 'undefined') {
      document.addEventListener('visibilitychange', this.#onVisibility);
    }
  }

  /** The event after which the stream continues the copies; null if there are none. */
  async resumeAfter(): Promise<EventId | null> {
    const progress = await this.#read((database) =>
      readProgress(database.transaction(['copies', 'progress']), this.#options.userId),
    );
    return progress?.upTo ?? null;
  }

  /** The copy with this name; null if there is none. What is not valid is deleted. */
  async read<Kind extends CopyKind>(
    name: string,
    kind: Kind,
  ): Promise<StoredCopy<CopyValues[Kind]> | null> {
    const { userId } = this.#options;
    const found = await this.#read(async (database) => {
      const transaction = database.transaction(['copies', 'progress']);
      const progress = await readProgress(transaction, userId);
      return { copy: await readCopy(transaction, userId, name), progress };
    });
    if (found?.copy === undefined) return null;
    const stored = storedCopy(found.copy, found.progress, GUARDS[kind]);
    if (stored === null) await this.#read((opened) => opened.delete('copies', [userId, name]));
    return stored;
  }

  /** All histories. */
  async readHistories(): Promise<TimelineCopy[]> {
    const { userId } = this.#options;
    const range = IDBKeyRange.bound([userId, HISTORY_PREFIX], [userId, `${HISTORY_PREFIX}\uffff`]);
    const copies = await this.#read((database) => database.getAll('copies', range));
    return (copies ?? []).flatMap((copy) => storedCopy(copy, null, GUARDS.history)?.value ?? []);
  }

  /** Stores what `produce` returns, now and soon after a store changes, until the result is called. */
  follow(
    name: string,
    store: Pick<Store<unknown>, 'observe'>,
    produce: () => CopyContent | null,
  ): () => void {
    this.#sources.set(name, produce);
    const markChanged = (): void => {
      this.#dirty.add(name);
      this.#schedule();
    };
    const unsubscribe = store.observe(markChanged);
    // The store may have been filled while this code was loaded.
    markChanged();
    return () => {
      unsubscribe();
      // What changed last is stored before the component ends.
      const content = this.#dirty.has(name) ? produce() : null;
      if (content === null) this.#sources.delete(name);
      else this.#sources.set(name, () => (this.#sources.delete(name), content));
    };
  }

  /** Stores or replaces a copy that no event changes. */
  write(name: string, value: unknown): void {
    this.#sources.set(name, () => ({ value, asOf: ORIGIN }));
    this.#dirty.add(name);
    this.#schedule();
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing = this.#flushing.then(async () => {
      const database = await this.#opened;
      if (database === null || this.#isClosed) return;
      await this.#write(database).catch(() => {
        // Storage is full or closed: what was not written is stale.
        this.#forgetPending();
      });
    });
    return this.#flushing;
  }

  close(): void {
    this.#stopListening();
    clearTimeout(this.#timer);
    if (typeof document !== 'undefined') {
      document.removeEventListener('visibilitychange', this.#onVisibility);
    }
    void this.#flushing.then(async () => {
      this.#isClosed = true;
      (await this.#opened)?.close();
    });
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

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), COALESCE_MS);
  }

  #onEvent(event: ServerEvent): void {
    this.#pending.push(event);
    if (this.#pending.length > MAX_PENDING) this.#forgetPending();
    this.#schedule();
  }

  #forgetPending(): void {
    this.#pending = [];
    this.#coveredFrom = this.#options.buffer.lastId;
  }

  /** The copies may be of another log. */
  #onReset(): void {
    this.#forgetPending();
    this.#mustClear = true;
    this.#schedule();
  }

  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'hidden') void this.flush();
  };

  async #write(database: CopyDatabase): Promise<void> {
    const { userId, buffer, isLeader } = this.#options;
    const transaction = database.transaction(['copies', 'progress'], 'readwrite');
    if (this.#mustClear) {
      this.#mustClear = false;
      await removeCopies(transaction);
    }
    const stored = await readProgress(transaction, userId);
    const upTo = buffer.lastId;
    const from = this.#coveredFrom;
    const plan = from === null || upTo === null ? 'copies' : planOf(stored, from, upTo, isLeader());
    if (plan === 'later') {
      this.#schedule();
      return;
    }
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const name of dirty) await this.#put(transaction, name);
    if (from !== null && upTo !== null && plan !== 'copies') {
      const since = plan === 'continue' && stored !== null ? stored.since : from;
      await this.#applyPending(transaction, since, new Set(dirty), upTo);
      await transaction.objectStore('progress').put({ userId, since, upTo });
    }
    await removeOldCopies(transaction, userId);
    await transaction.done;
  }

  async #put(transaction: CopyTransaction, name: string): Promise<void> {
    const content = this.#sources.get(name)?.() ?? null;
    if (content === null) return;
    const { userId, buffer } = this.#options;
    const asOf = buffer.lastId === null ? content.asOf : later(content.asOf, buffer.lastId);
    const json = JSON.stringify(content.value);
    const copy = { userId, name, json, asOf: content.asOf === ORIGIN ? ORIGIN : asOf };
    await transaction.objectStore('copies').put({ ...copy, usedAt: Date.now() });
  }

  /** Applies events to continuous copies that no component of this tab has. */
  async #applyPending(
    transaction: CopyTransaction,
    since: EventId,
    written: ReadonlySet<string>,
    upTo: EventId,
  ): Promise<void> {
    const events = this.#pending.filter(({ id }) => !isAfter(id, upTo));
    // Others may have arrived since the transaction began.
    this.#pending = this.#pending.filter(({ id }) => isAfter(id, upTo));
    this.#coveredFrom = upTo;
    const chatIds = new Set(events.map(chatOf));
    const names = [...chatIds].flatMap((id) => [historyCopyName(id), chatCopyName(id)]);
    for (const name of [CHATS_COPY, ...names]) {
      if (written.has(name) || (this.#sources.get(name)?.() ?? null) !== null) continue;
      const copy = await readCopy(transaction, this.#options.userId, name);
      if (copy === undefined || isAfter(since, copy.asOf)) continue;
      const changed = this.#changed(copy, events);
      if (changed !== copy) await transaction.objectStore('copies').put(changed);
    }
  }

  #changed(copy: Copy, events: readonly ServerEvent[]): Copy {
    let value = parsed(copy.json);
    const before = value;
    for (const event of events) {
      if (!isAfter(event.id, copy.asOf)) continue;
      value = changeCopy(this.#options.userId, copy.name, { value, asOf: copy.asOf }, event);
      if (value === null) return { ...copy, asOf: ORIGIN };
    }
    return value === before ? copy : { ...copy, json: JSON.stringify(value) };
  }
}

/**
 * What a tab that has all events from `from` to `upTo` may write: continue the stored copies, begin
 * anew because events are missing, or wait until it has received what another tab has written.
 */
function planOf(
  stored: Progress | null,
  from: EventId,
  upTo: EventId,
  isLeader: boolean,
): 'continue' | 'begin' | 'later' {
  if (stored === null) return 'begin';
  if (isAfter(stored.upTo, upTo)) return 'later';
  if (!isAfter(from, stored.upTo)) return 'continue';
  return isLeader ? 'begin' : 'later';
}

function storedCopy<Value>(
  { json, asOf }: Copy,
  progress: Progress | null,
  isValid: (value: unknown) => value is Value,
): StoredCopy<Value> | null {
  const value = parsed(json);
  if (!isValid(value) || !isEventId(asOf)) return null;
  const isContinuous = progress !== null && !isAfter(progress.since, asOf);
  return { value, isContinuous, asOf: isContinuous ? later(asOf, progress.upTo) : asOf };
}

function parsed(json: unknown): unknown {
  try {
    return typeof json === 'string' ? (JSON.parse(json) as unknown) : null;
  } catch {
    return null;
  }
}

async function withTimeout<Value>(opening: Promise<Value | null>): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, OPEN_TIMEOUT_MS);
  });
  const opened = await Promise.race([opening, timeout]);
  clearTimeout(timer);
  return opened;
}

/** The one that stands later in the log. */
function later(a: EventId, b: EventId): EventId {
  return isAfter(a, b) ? a : b;
}
