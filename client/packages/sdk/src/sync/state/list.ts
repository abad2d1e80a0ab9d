import type { VestnikError } from '../../http/errors.ts';
import type { EventId, Page } from '../../realms/school/types.ts';

/** An item, and the last event that its numbers reflect: older ones are not counted again. */
export interface Entry<Item> {
  readonly item: Item;
  readonly asOf: EventId;
}

/** A list that is paged and live, latest activity first. */
export interface ListState<Item> {
  readonly entries: readonly Entry<Item>[];
  /** For the page after the last that is here; null where there is none. */
  readonly nextCursor: string | null;
  /** Whether the first page was ever read. */
  readonly isLoaded: boolean;
  /** Shown from what this browser kept, since the server cannot be asked. */
  readonly isCopy: boolean;
  readonly isFetchingMore: boolean;
  readonly error: VestnikError | null;
  /** An event had a consequence that cannot be told from here: read the list again. */
  readonly isStale: boolean;
}

export interface Listed {
  readonly id: number;
}

export function emptyList<Item>(): ListState<Item> {
  return {
    entries: [],
    nextCursor: null,
    isLoaded: false,
    isCopy: false,
    isFetchingMore: false,
    error: null,
    isStale: false,
  };
}

/** The list as it was just read from its beginning. */
export function loadedList<Item>(page: Page<Item>, asOf: EventId): ListState<Item> {
  return {
    ...emptyList<Item>(),
    entries: page.items.map((item) => ({ item, asOf })),
    nextCursor: page.nextCursor,
    isLoaded: true,
  };
}

/** The list as this browser kept it, until it can be read. */
export function copiedList<Item>(
  items: readonly Item[],
  error: VestnikError | null,
): ListState<Item> {
  const entries = items.map((item) => ({ item, asOf: '' }));
  return { ...emptyList<Item>(), entries, isCopy: true, error };
}

/** The list with its next page. What moved up while the page was read is here already. */
export function withNextPage<Item extends Listed>(
  state: ListState<Item>,
  page: Page<Item>,
  asOf: EventId,
): ListState<Item> {
  const known = new Set(state.entries.map(({ item }) => item.id));
  const added = page.items.filter((item) => !known.has(item.id)).map((item) => ({ item, asOf }));
  return {
    ...state,
    entries: [...state.entries, ...added],
    nextCursor: page.nextCursor,
    isFetchingMore: false,
    error: null,
  };
}

export function entryOf<Item extends Listed>(
  state: ListState<Item>,
  id: number,
): Entry<Item> | undefined {
  return state.entries.find(({ item }) => item.id === id);
}

/** With one entry changed, in its place. */
export function withEntry<Item extends Listed>(
  state: ListState<Item>,
  entry: Entry<Item>,
): ListState<Item> {
  const entries = state.entries.map((old) => (old.item.id === entry.item.id ? entry : old));
  return { ...state, entries };
}

/** With one entry, new or changed, at the top: it is the latest activity. */
export function withEntryOnTop<Item extends Listed>(
  state: ListState<Item>,
  entry: Entry<Item>,
): ListState<Item> {
  const others = state.entries.filter(({ item }) => item.id !== entry.item.id);
  return { ...state, entries: [entry, ...others] };
}

/**
 * With one entry changed and moved to where `orderOf` puts it, the highest first. What belongs
 * behind the last one that is here may belong behind others that are not: then it is stale.
 */
export function withEntryInOrder<Item extends Listed>(
  state: ListState<Item>,
  entry: Entry<Item>,
  orderOf: (item: Item) => number,
): ListState<Item> {
  const others = state.entries.filter(({ item }) => item.id !== entry.item.id);
  const order = orderOf(entry.item);
  const before = others.findIndex(({ item }) => orderOf(item) < order);
  const at = before < 0 ? others.length : before;
  const next = { ...state, entries: others.toSpliced(at, 0, entry) };
  return before < 0 && state.nextCursor !== null ? stale(next) : next;
}

export function stale<Item>(state: ListState<Item>): ListState<Item> {
  return state.isStale ? state : { ...state, isStale: true };
}
