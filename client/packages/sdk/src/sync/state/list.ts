import type { VestnikError } from '../../http/errors.ts';
import type { Chat, EventId, Page } from '../../model.ts';

/** A chat, and the last event that it reflects: older ones are not counted again. */
export interface Entry {
  readonly chat: Chat;
  readonly asOf: EventId;
  /**
   * The position of the last event that the unread counts contain, which may be later than `asOf`;
   * 0 if it is not.
   */
  readonly countedUpTo: number;
}

/** A list of chats that is paged and live: pinned ones first, then latest activity. */
export interface ChatListState {
  readonly entries: readonly Entry[];
  /** For the page after the last that is loaded; null if there is none. */
  readonly nextCursor: string | null;
  /** Whether the first page was read. */
  readonly isLoaded: boolean;
  /** From the local copy: the server has not answered yet. */
  readonly isCopy: boolean;
  readonly isFetchingMore: boolean;
  readonly error: VestnikError | null;
  /** Chats that an event changed in a way that only the server knows: read them again. */
  readonly staleIds: readonly number[];
  /** The same of the list as a whole. */
  readonly isStale: boolean;
}

export const EMPTY_LIST: ChatListState = {
  entries: [],
  nextCursor: null,
  isLoaded: false,
  isCopy: false,
  isFetchingMore: false,
  error: null,
  staleIds: [],
  isStale: false,
};

/**
 * The list as it was just read from its beginning. Chats of a page may reflect events that follow, by
 * which the server has not ordered them; nor will those events, which change nothing more.
 */
export function listFromPage(page: Page<Chat>, asOf: EventId): ChatListState {
  const entries = sorted(page.items.map((chat) => ({ chat, asOf, countedUpTo: 0 })));
  return { ...EMPTY_LIST, entries, nextCursor: page.nextCursor, isLoaded: true };
}

/** The list from its local copy, until the server answers. */
export function listFromCopy(
  chats: readonly Omit<Entry, 'asOf'>[],
  asOf: EventId,
  error: VestnikError | null,
): ChatListState {
  const entries = chats.map((entry) => ({ ...entry, asOf }));
  return { ...EMPTY_LIST, entries, isCopy: true, error };
}

/** Whether there are chats that events may change. */
export function isFilled({ isLoaded, isCopy }: ChatListState): boolean {
  return isLoaded || isCopy;
}

/** The list with its next page. Chats that moved up while the page was read are there already. */
export function withNextPage(state: ChatListState, page: Page<Chat>, asOf: EventId): ChatListState {
  const known = new Set(state.entries.map(({ chat }) => chat.id));
  const added = page.items
    .filter(({ id }) => !known.has(id))
    .map((chat) => ({ chat, asOf, countedUpTo: 0 }));
  return {
    ...state,
    entries: sorted([...state.entries, ...added]),
    nextCursor: page.nextCursor,
    isFetchingMore: false,
    error: null,
  };
}

export function findEntry(state: ChatListState, id: number): Entry | undefined {
  return state.entries.find(({ chat }) => chat.id === id);
}

/** With an entry, new or changed, where the order puts it. */
export function withEntry(state: ChatListState, entry: Entry): ChatListState {
  const others = state.entries.filter(({ chat }) => chat.id !== entry.chat.id);
  const before = others.findIndex(({ chat }) => compare(entry.chat, chat) < 0);
  const at = before < 0 ? others.length : before;
  const next = { ...state, entries: others.toSpliced(at, 0, entry) };
  // Behind the last one that is loaded it may belong behind others that are not.
  return before < 0 && state.nextCursor !== null && others.length > 0 ? markStale(next) : next;
}

export function withoutEntry(state: ChatListState, id: number): ChatListState {
  const entries = state.entries.filter(({ chat }) => chat.id !== id);
  return entries.length === state.entries.length ? state : { ...state, entries };
}

export function markStale(state: ChatListState): ChatListState {
  return state.isStale ? state : { ...state, isStale: true };
}

export function markChatStale(state: ChatListState, id: number): ChatListState {
  return state.staleIds.includes(id) ? state : { ...state, staleIds: [...state.staleIds, id] };
}

function sorted(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((one, other) => compare(one.chat, other.chat));
}

/** Ids of messages and chats are positions in one log. */
function activityOf({ id, last_message }: Chat): number {
  return last_message?.id ?? id;
}

function compare(a: Chat, b: Chat): number {
  if (a.me.pinned !== b.me.pinned) return a.me.pinned ? -1 : 1;
  return activityOf(b) - activityOf(a);
}
