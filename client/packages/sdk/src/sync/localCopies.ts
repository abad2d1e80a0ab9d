import { isAfter, later, ORIGIN } from '../realtime/eventId.ts';
import { chatOf, type ServerEvent } from '../realtime/events.ts';
import type { EventId } from '../model.ts';
import {
  openCopyDatabase,
  readCopy,
  readNames,
  readProgress,
  removeCopies,
  removeOldCopies,
  type CopyDatabase,
  type CopyTransaction,
} from './copyDatabase.ts';
import {
  ARCHIVED_COPY,
  CHATS_COPY,
  CHAT_PREFIX,
  chatCopyName,
  historyCopyName,
} from './copyNames.ts';
import { withEvents } from './changeCopy.ts';
import type { CopyContent } from './copyContent.ts';
import type { CopyKind, CopyValues } from './copyGuards.ts';
import { planOf, type StoredCopy } from './copyProgress.ts';
import { CopyReader } from './copyReader.ts';
import type { EventBuffer } from './eventBuffer.ts';
import type { TimelineCopy } from './state/timeline.ts';
import type { Store } from './store.ts';

/** Where the content of a copy comes from. */
interface Source {
  /** A component's, which applies events; otherwise it is stored once. */
  readonly isLive: boolean;
  readonly produce: () => CopyContent | null;
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
  readonly #reader: CopyReader;
  readonly #sources = new Map<string, Source>();
  readonly #dirty = new Set<string>();
  readonly #stopListening: () => void;
  /** This tab has all events after this one. */
  #coveredFrom: EventId | null = null;
  #pending: ServerEvent[] = [];
  /** Of the buffer: what is stored is of this log. */
  #storedEpoch: number;
  #isOpen = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: LocalCopiesOptions) {
    this.#options = options;
    this.#storedEpoch = options.buffer.epoch;
    this.#opened = openCopyDatabase(options.name, options.userId);
    this.#reader = new CopyReader(this.#opened, options.userId);
    void this.#opened.then(() => {
      this.#isOpen = true;
      this.#schedule();
    });
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
    return this.#reader.resumeAfter();
  }

  /** The copy with this name; null if there is none. */
  async read<Kind extends CopyKind>(
    name: string,
    kind: Kind,
  ): Promise<StoredCopy<CopyValues[Kind]> | null> {
    return this.#reader.read(name, kind);
  }

  /** All histories. */
  async readHistories(): Promise<TimelineCopy[]> {
    return this.#reader.readHistories();
  }

  /** Stores what `produce` returns, now and soon after a store changes, until the result is called. */
  follow(
    name: string,
    store: Pick<Store<unknown>, 'observe'>,
    produce: () => CopyContent | null,
  ): () => void {
    const source: Source = { isLive: true, produce };
    this.#sources.set(name, source);
    const markChanged = (): void => {
      this.#dirty.add(name);
      this.#schedule();
    };
    const unsubscribe = store.observe(markChanged);
    // The store may have been filled while this code was loaded.
    markChanged();
    return () => {
      unsubscribe();
      // Another component may have taken the name over before this one ended.
      if (this.#sources.get(name) !== source) return;
      // What changed last is stored before the component ends.
      const content = this.#dirty.has(name) ? produce() : null;
      if (content === null) this.#sources.delete(name);
      else this.#store(name, { value: content.value, asOf: this.#current(content.asOf) });
    };
  }

  /** Stores or replaces a copy that no event changes. */
  write(name: string, value: unknown): void {
    this.#store(name, { value, asOf: ORIGIN });
  }

  /** Stores content once, as it is now, unless a component has a copy of this name. */
  store(name: string, content: CopyContent): void {
    if (this.#sources.get(name)?.isLive !== true) this.#store(name, content);
  }

  #store(name: string, content: CopyContent): void {
    this.#sources.set(name, { isLive: false, produce: () => content });
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

  #schedule(): void {
    // What changes before that waits: it is written once the database is open.
    if (!this.#isOpen || this.#isClosed) return;
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
    // What a component had last is of the other log.
    for (const [name, { isLive }] of this.#sources) if (!isLive) this.#sources.delete(name);
    this.#schedule();
  }

  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'hidden') void this.flush();
  };

  async #write(database: CopyDatabase): Promise<void> {
    const transaction = database.transaction(['copies', 'progress'], 'readwrite');
    const { epoch } = this.#options.buffer;
    try {
      await this.#writeIn(transaction, epoch);
      await transaction.done;
      this.#storedEpoch = epoch;
    } catch (error) {
      // All of it or nothing is stored.
      transaction.done.catch(() => undefined);
      transaction.abort();
      throw error;
    }
  }

  async #writeIn(transaction: CopyTransaction, epoch: number): Promise<void> {
    const { userId, buffer, isLeader } = this.#options;
    if (epoch !== this.#storedEpoch) await removeCopies(transaction);
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
    const written = new Set<string>();
    for (const name of dirty) if (await this.#put(transaction, name)) written.add(name);
    if (from !== null && upTo !== null && plan !== 'copies') {
      const since = plan === 'continue' && stored !== null ? stored.since : from;
      await this.#applyPending(transaction, since, written, upTo);
      await transaction.objectStore('progress').put({ userId, since, upTo });
    }
    await removeOldCopies(transaction, userId);
  }

  /** Whether the copy has all events: that of a component, which applies them. */
  async #put(transaction: CopyTransaction, name: string): Promise<boolean> {
    const source = this.#sources.get(name);
    const content = source?.produce() ?? null;
    if (source === undefined || content === null) return false;
    if (!source.isLive) this.#sources.delete(name);
    const { userId } = this.#options;
    const asOf = source.isLive ? this.#current(content.asOf) : content.asOf;
    const json = JSON.stringify(content.value);
    const copy = { userId, name, json, asOf, usedAt: Date.now() };
    await transaction.objectStore('copies').put(copy);
    return source.isLive;
  }

  /** What a component shows that has applied all events since: the last event is in it. */
  #current(asOf: EventId): EventId {
    const { lastId } = this.#options.buffer;
    return lastId === null ? asOf : later(asOf, lastId);
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
    for (const name of await this.#namesOf(transaction, events)) {
      const source = this.#sources.get(name);
      const isFollowed = source?.isLive === true && source.produce() !== null;
      if (written.has(name) || isFollowed) continue;
      const copy = await readCopy(transaction, this.#options.userId, name);
      if (copy === undefined || isAfter(since, copy.asOf)) continue;
      const changed = withEvents(this.#options.userId, copy, events);
      if (changed !== copy) await transaction.objectStore('copies').put(changed);
    }
  }

  /** The names of the copies that events may change. */
  async #namesOf(
    transaction: CopyTransaction,
    events: readonly ServerEvent[],
  ): Promise<ReadonlySet<string>> {
    const ofChats = events.filter((event) => event.name !== 'user');
    const chatIds = new Set(ofChats.map(chatOf));
    const names = [...chatIds].flatMap((id) => [historyCopyName(id), chatCopyName(id)]);
    // Any chat may have a user who has changed.
    const isOfAll = ofChats.length < events.length;
    const { userId } = this.#options;
    const all = isOfAll ? await readNames(transaction, userId, CHAT_PREFIX) : [];
    return new Set([CHATS_COPY, ARCHIVED_COPY, ...names, ...all]);
  }
}
