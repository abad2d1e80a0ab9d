import { ApiError, toVestnikError } from '../http/errors.ts';
import type { ChatFilter, NativeApi } from '../http/nativeApi.ts';
import type { Chat, EventId } from '../model.ts';
import { isAfter, ORIGIN } from '../realtime/eventId.ts';
import type { ServerEvent } from '../realtime/events.ts';
import type { BufferListener, EventBuffer } from './eventBuffer.ts';
import { copyOfList, type CopyContent } from './copyContent.ts';
import type { LazyCopies } from './lazyCopies.ts';
import { Reloader } from './reloader.ts';
import { readSnapshotWithEvents } from './snapshotWithEvents.ts';
import { applyChat, applyToChats, withChat, type ChatListContext } from './state/chats.ts';
import {
  EMPTY_LIST,
  findEntry,
  isFilled,
  listFromCopy,
  listFromPage,
  withNextPage,
  withoutEntry,
  type ChatListState,
  type Entry,
} from './state/list.ts';
import { Store } from './store.ts';

export interface ChatListOptions {
  readonly buffer: EventBuffer;
  readonly api: NativeApi;
  readonly userId: number;
  readonly filter?: ChatFilter;
  readonly q?: string;
  /** A list of this chat alone. */
  readonly onlyId?: number;
  /** Called with the chats of each answer. */
  readonly onRead?: (chats: readonly Chat[]) => void;
  /** Where a copy of the list is stored, and its name there. */
  readonly copy?: { readonly copies: LazyCopies; readonly name: string } | undefined;
}

/** Chats in a page, which is the most that the server sends. */
const PAGE_SIZE = 100;

/**
 * A list of chats that events keep up to date. Where the effect of an event cannot be computed,
 * the chat is read again, or the list.
 */
export class ChatList implements BufferListener {
  readonly state = new Store<ChatListState>(EMPTY_LIST);
  readonly #options: ChatListOptions;
  readonly #context: ChatListContext;
  readonly #reloader: Reloader;
  readonly #stopListening: () => void;
  readonly #stopCopying: (() => void) | undefined;
  readonly #staleIds = new Set<number>();
  #isListStale = true;
  #asOf: EventId | null = null;
  /** What the copy that is shown reflects; null if events do not continue it. */
  #copyAsOf: EventId | null = null;

  constructor(options: ChatListOptions) {
    const { userId, filter = 'all', q = '', onlyId, copy, buffer } = options;
    this.#options = options;
    const scope = { filter, q, ...(onlyId !== undefined && { onlyId }) };
    this.#context = { userId, ...scope };
    this.#reloader = new Reloader(
      () => this.#load(),
      (error) => {
        this.state.update((state) => ({ ...state, error }));
      },
    );
    this.#stopListening = buffer.listen(this);
    this.#stopCopying = copy?.copies.follow(copy.name, this.state, () => this.#copied());
  }

  /** Reads the list, and calls `listener` now and after each change, until stopped. */
  watch(listener: (chats: readonly Chat[]) => void): () => void {
    let shown: readonly Entry[] | null = null;
    const show = (): void => {
      const { entries } = this.state.get();
      if (!isFilled(this.state.get()) || entries === shown) return;
      shown = entries;
      listener(entries.map(({ chat }) => chat));
    };
    const stop = this.state.subscribe(show);
    this.ensureLoaded();
    show();
    return stop;
  }

  find(chatId: number): Chat | null {
    return findEntry(this.state.get(), chatId)?.chat ?? null;
  }

  ensureLoaded(): void {
    if (this.state.get().isLoaded || this.#reloader.isBusy) return;
    void this.showCopy();
    void this.#reloader.reload();
  }

  /** Reads the list again, as far as it was loaded. */
  async refresh(): Promise<void> {
    this.#isListStale = true;
    await this.#reloader.reload();
  }

  /** The connection is back: repeats a load that failed. */
  retryIfFailed(): void {
    if (this.#reloader.isFailing) void this.#reloader.reload();
  }

  /** Shows the local copy until the server answers. */
  async showCopy(): Promise<void> {
    const { copy, buffer, onRead } = this.#options;
    if (copy === undefined || isFilled(this.state.get())) return;
    const stored = await copy.copies.read(copy.name, 'list');
    if (stored === null || isFilled(this.state.get())) return;
    const events = stored.isContinuous ? buffer.eventsSince(stored.asOf) : null;
    this.#copyAsOf = events === null ? null : stored.asOf;
    onRead?.(stored.value.map(({ chat }) => chat));
    this.state.update(({ error }) =>
      this.#applied(listFromCopy(stored.value, stored.asOf, error), events ?? []),
    );
  }

  #copied(): CopyContent | null {
    const state = this.state.get();
    const asOf = state.isLoaded ? this.#asOf : this.#copyAsOf;
    return asOf === null ? null : { value: copyOfList(state), asOf };
  }

  async fetchMore(): Promise<void> {
    const { nextCursor, isFetchingMore, isLoaded } = this.state.get();
    if (!isLoaded || nextCursor === null || isFetchingMore) return;
    this.state.update((state) => ({ ...state, isFetchingMore: true, error: null }));
    try {
      const page = await readSnapshotWithEvents(this.#options.buffer, () =>
        this.#readPage(nextCursor),
      );
      this.state.update((state) => {
        // The list was read again meanwhile, from its beginning.
        if (state.nextCursor !== nextCursor) return { ...state, isFetchingMore: false };
        return this.#applied(withNextPage(state, page.value, page.asOf), page.events);
      });
    } catch (thrown) {
      const error = toVestnikError(thrown);
      this.state.update((state) => ({ ...state, isFetchingMore: false, error }));
    }
  }

  /** A chat from an answer; its event may follow. */
  put(chat: Chat): void {
    const sent = { chat, asOf: this.#options.buffer.lastId ?? ORIGIN, countedUpTo: null };
    this.#update((state) => applyChat(state, sent, this.#context));
  }

  /** A local change of a chat, which its event confirms. */
  change(chatId: number, change: (chat: Chat) => Chat): void {
    this.#update((state) => {
      const entry = findEntry(state, chatId);
      if (entry === undefined) return state;
      const chat = change(entry.chat);
      return chat === entry.chat ? state : withChat(state, { ...entry, chat }, this.#context);
    });
  }

  remove(chatId: number): void {
    this.state.update((state) => withoutEntry(state, chatId));
  }

  dispose(): void {
    this.#stopListening();
    this.#stopCopying?.();
    this.#reloader.stop();
  }

  onEvent(event: ServerEvent): void {
    if (!this.state.get().isLoaded && this.#copyAsOf === null) return;
    this.#update((state) => applyToChats(state, event, this.#context));
  }

  onGap(at: EventId): void {
    if (this.#copyAsOf !== null && isAfter(at, this.#copyAsOf)) this.#copyAsOf = null;
    if (this.#asOf !== null && isAfter(at, this.#asOf)) this.#reloadList();
  }

  onReset(): void {
    this.#copyAsOf = null;
    if (this.state.get().isLoaded) this.#reloadList();
  }

  #reloadList(): void {
    this.#isListStale = true;
    this.#reloader.scheduleReload();
  }

  async #load(): Promise<void> {
    if (this.#isListStale || !this.state.get().isLoaded) return this.#loadList();
    for (const id of [...this.#staleIds]) {
      this.#staleIds.delete(id);
      try {
        await this.#loadChat(id);
      } catch (error) {
        this.#staleIds.add(id);
        throw error;
      }
    }
  }

  async #loadList(): Promise<void> {
    const { buffer, onlyId } = this.#options;
    this.#isListStale = false;
    this.#staleIds.clear();
    try {
      const wanted = onlyId === undefined ? this.state.get().entries.length : 0;
      const first = await readSnapshotWithEvents(buffer, () => this.#readPage());
      let list = this.#applied(listFromPage(first.value, first.asOf), first.events);
      while (list.nextCursor !== null && list.entries.length < wanted) {
        const cursor = list.nextCursor;
        const page = await readSnapshotWithEvents(buffer, () => this.#readPage(cursor));
        list = this.#applied(withNextPage(list, page.value, page.asOf), page.events);
      }
      this.#asOf = first.asOf;
      // Events since the last answer, which no state reflects.
      const missedEvents = buffer.eventsSince(first.asOf);
      if (missedEvents === null) this.#reloadList();
      else list = this.#applied(list, missedEvents);
      this.state.set(list);
    } catch (error) {
      this.#isListStale = true;
      throw error;
    }
  }

  async #loadChat(id: number): Promise<void> {
    const { buffer, api, onRead } = this.#options;
    try {
      const { value, asOf, events } = await readSnapshotWithEvents(buffer, () => api.chat(id));
      onRead?.([value]);
      this.#update((state) => {
        const next = withChat(state, { chat: value, asOf, countedUpTo: 0 }, this.#context);
        return events.reduce((before, event) => applyToChats(before, event, this.#context), next);
      });
    } catch (error) {
      if (!isGone(error)) throw error;
      this.remove(id);
    }
  }

  async #readPage(cursor?: string): ReturnType<NativeApi['chats']> {
    const { api, onlyId, onRead, filter = 'all', q = '' } = this.#options;
    if (onlyId !== undefined) {
      const { value, asOf } = await api.chat(onlyId);
      onRead?.([value]);
      return { value: { items: [value], nextCursor: null }, asOf };
    }
    const page = await api.chats({ filter, q, cursor, limit: PAGE_SIZE });
    onRead?.(page.value.items);
    return page;
  }

  #update(change: (state: ChatListState) => ChatListState): void {
    this.state.update((state) => this.#scheduled(change(state)));
  }

  /** Entries know what they reflect, so an event that comes twice is counted once. */
  #applied(state: ChatListState, events: readonly ServerEvent[]): ChatListState {
    return this.#scheduled(
      events.reduce((before, event) => applyToChats(before, event, this.#context), state),
    );
  }

  /** Schedules what the state says must be read again. */
  #scheduled(state: ChatListState): ChatListState {
    if (!state.isStale && state.staleIds.length === 0) return state;
    for (const id of state.staleIds) this.#staleIds.add(id);
    if (state.isStale) this.#isListStale = true;
    this.#reloader.scheduleReload();
    return { ...state, isStale: false, staleIds: [] };
  }
}

/** Whether the caller may not see the chat any more. */
function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}
