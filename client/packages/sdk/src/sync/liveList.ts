import type { PageQuery } from '../realms/school/schoolApi.ts';
import { asVestnikError } from '../http/errors.ts';
import { isAfter } from '../realtime/eventId.ts';
import type { ServerEvent } from '../realtime/events.ts';
import type { Feed, FeedListener } from './eventBuffer.ts';
import { keepCopied, type LocalCopies } from './localCopies.ts';
import { Reload } from './reloader.ts';
import {
  copiedList,
  emptyList,
  loadedList,
  withNextPage,
  type Entry,
  type Listed,
  type ListState,
} from './state/list.ts';
import { Store } from './store.ts';
import { upToDate } from './snapshotWithEvents.ts';
import type { EventId, Page, Snapshot } from '../realms/school/types.ts';

export interface LiveListOptions<Item> {
  readonly feed: Feed;
  readonly read: (query: PageQuery) => Promise<Snapshot<Page<Item>>>;
  /** Pure: what an event makes of the list. */
  readonly apply: (state: ListState<Item>, event: ServerEvent) => ListState<Item>;
  readonly pageSize: number;
  /** Where a copy of the list is kept, and its name there. */
  readonly copy?: { readonly copies: LocalCopies; readonly name: string } | undefined;
}

/** The most that the server gives in one page, and that a copy has. */
const PAGE_MAX = 500;

/** A paged list that events keep up to date, and that is read again where they cannot. */
export class LiveList<Item extends Listed> implements FeedListener {
  readonly state = new Store<ListState<Item>>(emptyList<Item>());
  readonly #options: LiveListOptions<Item>;
  readonly #reload: Reload;
  readonly #stopListening: () => void;
  readonly #stopCopying: (() => void) | undefined;
  #asOf: EventId | null = null;

  constructor(options: LiveListOptions<Item>) {
    this.#options = options;
    this.#reload = new Reload(
      () => this.#load(),
      (error) => {
        this.state.update((state) => ({ ...state, error }));
        if (error.isTemporary) void this.showCopy();
      },
    );
    this.#stopListening = options.feed.listen(this);
    const { copy } = options;
    this.#stopCopying =
      copy &&
      keepCopied(this.state, copy.copies, copy.name, ({ entries, isLoaded }) =>
        isLoaded ? entries.slice(0, PAGE_MAX).map(({ item }) => item) : null,
      );
  }

  /** Reads the list, and shows it to `listener` now and after each change, until told to stop. */
  watch(listener: (items: readonly Item[]) => void): () => void {
    let shown: readonly Entry<Item>[] | null = null;
    const show = (): void => {
      const { entries, isLoaded } = this.state.get();
      if (!isLoaded || entries === shown) return;
      shown = entries;
      listener(entries.map(({ item }) => item));
    };
    const stop = this.state.subscribe(show);
    this.ensure();
    show();
    return stop;
  }

  /** Reads the first page, unless that was done. */
  ensure(): void {
    if (!this.state.get().isLoaded && !this.#reload.isBusy) void this.#reload.now();
  }

  /** Reads again what is here. */
  async refresh(): Promise<void> {
    await this.#reload.now();
  }

  /** What failed is tried again: there is a connection. */
  recover(): void {
    if (this.#reload.isFailing) void this.#reload.now();
  }

  /** Shows what this browser kept, while the list was never read and is asked for. */
  async showCopy(): Promise<void> {
    const { copy } = this.#options;
    const isNeeded = (): boolean => {
      const { isLoaded, isCopy } = this.state.get();
      return !isLoaded && !isCopy && this.#reload.isBusy;
    };
    if (copy === undefined || !isNeeded()) return;
    const items = await copy.copies.read<Item[]>(copy.name);
    if (items === null || !isNeeded()) return;
    this.state.update(({ error }) => copiedList(items, error));
  }

  async fetchMore(): Promise<void> {
    const { nextCursor, isFetchingMore, isLoaded } = this.state.get();
    if (!isLoaded || nextCursor === null || isFetchingMore) return;
    this.state.update((state) => ({ ...state, isFetchingMore: true, error: null }));
    const { feed, read, pageSize } = this.#options;
    try {
      const page = await upToDate(feed, () => read({ cursor: nextCursor, limit: pageSize }));
      this.state.update((state) => {
        // Read again meanwhile, from its beginning.
        if (state.nextCursor !== nextCursor) return { ...state, isFetchingMore: false };
        return this.#applied(withNextPage(state, page.value, page.asOf), page.events);
      });
    } catch (thrown) {
      const error = asVestnikError(thrown);
      this.state.update((state) => ({ ...state, isFetchingMore: false, error }));
    }
  }

  dispose(): void {
    this.#stopListening();
    this.#stopCopying?.();
    this.#reload.stop();
  }

  onEvent(event: ServerEvent): void {
    this.state.update((state) => this.#applied(state, [event]));
  }

  onHole(at: EventId): void {
    if (this.#asOf !== null && isAfter(at, this.#asOf)) this.#reload.soon();
  }

  onReset(): void {
    if (this.state.get().isLoaded) this.#reload.soon();
  }

  async #load(): Promise<void> {
    const { feed, read, pageSize } = this.#options;
    const wanted = Math.max(this.state.get().entries.length, pageSize);
    const limit = Math.min(wanted, PAGE_MAX);
    const first = await upToDate(feed, () => read({ limit }));
    let list = this.#applied(loadedList(first.value, first.asOf), first.events);
    while (list.nextCursor !== null && list.entries.length < wanted) {
      const cursor = list.nextCursor;
      const page = await upToDate(feed, () => read({ cursor, limit }));
      list = this.#applied(withNextPage(list, page.value, page.asOf), page.events);
    }
    // Events of the time since the last answer, which no state has seen.
    this.#asOf = first.asOf;
    const missed = feed.since(first.asOf);
    if (missed === null) this.#reload.soon();
    else list = this.#applied(list, missed);
    this.state.set(list);
  }

  /** Items know what they reflect, so that an event which comes twice is counted once. */
  #applied(state: ListState<Item>, events: readonly ServerEvent[]): ListState<Item> {
    const next = events.reduce(this.#options.apply, state);
    if (!next.isStale) return next;
    this.#reload.soon();
    return { ...next, isStale: false };
  }
}
