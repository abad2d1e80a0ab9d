import { toVestnikError } from '../http/errors.ts';
import type { HistoryQuery, NativeApi } from '../http/nativeApi.ts';
import type { EventId, Message, MessagePage } from '../model.ts';
import { isAfter } from '../realtime/eventId.ts';
import { chatOf, type MessageChange, type ServerEvent } from '../realtime/events.ts';
import type { BufferListener, EventBuffer } from './eventBuffer.ts';
import { copyOfTimeline, type CopyContent } from './copyContent.ts';
import { historyCopyName } from './copyNames.ts';
import type { LazyCopies } from './lazyCopies.ts';
import { Reloader } from './reloader.ts';
import { readSnapshotWithEvents, type SnapshotWithEvents } from './snapshotWithEvents.ts';
import {
  applyToTimeline,
  EMPTY_TIMELINE,
  timelineFromCopy,
  timelineFromPage,
  trimToNewest,
  withChange,
  withMessage,
  withNewer,
  withOlder,
  type TimelineContext,
  type TimelineState,
} from './state/timeline.ts';
import { Store } from './store.ts';

/** Where a timeline begins; absent: at the newest messages. */
export interface TimelineStart {
  /** With the messages before and after this one. */
  readonly aroundId?: number;
  /** With the first messages at or after this time (RFC 3339). */
  readonly at?: string;
}

export interface LiveTimelineOptions extends TimelineContext {
  readonly buffer: EventBuffer;
  readonly api: NativeApi;
  readonly start?: TimelineStart;
  /** Where a copy of the newest messages is stored. */
  readonly copies?: LazyCopies | undefined;
}

const FIRST_PAGE_SIZE = 50;
const PAGE_SIZE = 100;
/** Messages that stay loaded after the last component was unmounted. */
const MAX_UNWATCHED = 100;

/** A chat's history, paged in both directions, kept up to date by events. */
export class LiveTimeline implements BufferListener {
  readonly state = new Store<TimelineState>(EMPTY_TIMELINE);
  readonly #options: LiveTimelineOptions;
  readonly #reloader: Reloader;
  readonly #stopListening: () => void;
  readonly #stopCopying: (() => void) | undefined;
  #asOf: EventId | null = null;
  /** What the copy that is shown reflects; null if events do not continue it. */
  #copyAsOf: EventId | null = null;

  constructor(options: LiveTimelineOptions) {
    this.#options = options;
    this.#reloader = new Reloader(
      () => this.#load(),
      (error) => {
        this.state.update((state) => ({ ...state, error }));
      },
    );
    this.#stopListening = options.buffer.listen(this);
    this.#stopCopying = options.copies?.follow(historyCopyName(options.chatId), this.state, () =>
      this.#copied(),
    );
  }

  ensureLoaded(): void {
    const { isLoaded, error } = this.state.get();
    if (isLoaded || error !== null || this.#reloader.isBusy) return;
    void this.#showCopy();
    void this.#reloader.reload();
  }

  /** Reads again, from the newest page. */
  async refresh(): Promise<void> {
    await this.#reloader.reload();
  }

  /** The connection is back: repeats a load that failed. */
  retryIfFailed(): void {
    if (this.#reloader.isFailing) void this.#reloader.reload();
  }

  /** Shows the local copy until the server answers. */
  async #showCopy(): Promise<void> {
    const { copies, buffer, chatId } = this.#options;
    if (copies === undefined || this.#isFilled()) return;
    const stored = await copies.read(historyCopyName(chatId), 'history');
    if (stored === null || this.#isFilled()) return;
    const events = stored.isContinuous ? buffer.eventsSince(stored.asOf) : null;
    this.#copyAsOf = events === null ? null : stored.asOf;
    this.state.update(({ error }) =>
      this.#applied(timelineFromCopy(stored.value, error), events ?? []),
    );
  }

  #copied(): CopyContent | null {
    const state = this.state.get();
    const asOf = state.isLoaded ? this.#asOf : this.#copyAsOf;
    const value = copyOfTimeline(state);
    return asOf === null || value === null ? null : { value, asOf };
  }

  #isFilled(): boolean {
    const { isLoaded, isCopy } = this.state.get();
    return isLoaded || isCopy;
  }

  async fetchOlder(): Promise<void> {
    // The server is not asked for what precedes a copy: the history is read first.
    if (this.state.get().isCopy) return this.#reloader.reload();
    const { messages, hasOlder, isFetchingOlder } = this.state.get();
    const oldest = messages[0];
    if (!hasOlder || isFetchingOlder || oldest === undefined) return;
    this.state.update((state) => ({ ...state, isFetchingOlder: true, error: null }));
    await this.#fetchPage({ before_id: oldest.id }, (state, page) =>
      // The timeline was read again meanwhile, from another position.
      state.messages[0]?.id === oldest.id
        ? withOlder(state, page)
        : { ...state, isFetchingOlder: false },
    );
  }

  async fetchNewer(): Promise<void> {
    const { messages, hasNewer, isFetchingNewer } = this.state.get();
    const newest = messages.at(-1);
    if (!hasNewer || isFetchingNewer || newest === undefined) return;
    this.state.update((state) => ({ ...state, isFetchingNewer: true, error: null }));
    await this.#fetchPage({ after_id: newest.id }, (state, page) =>
      state.messages.at(-1)?.id === newest.id
        ? withNewer(state, page)
        : { ...state, isFetchingNewer: false },
    );
  }

  /** Adds a message that this client sent; its event may follow, or may have been processed. */
  addSent(message: Message): void {
    if (message.chat_id !== this.#options.chatId || !this.#isFilled()) return;
    this.state.update((state) => withMessage(state, message));
  }

  /** A local change, which its event confirms. */
  applyLocally(change: MessageChange): void {
    this.state.update((state) => withChange(state, change, this.#options));
  }

  /** Drops all but the newest messages while no component shows them. */
  trim(): void {
    if (this.state.isWatched) return;
    this.state.update((state) => (state.hasNewer ? state : trimToNewest(state, MAX_UNWATCHED)));
  }

  dispose(): void {
    this.#stopListening();
    this.#stopCopying?.();
    this.#reloader.stop();
  }

  onEvent(event: ServerEvent): void {
    if (!this.state.get().isLoaded && this.#copyAsOf === null) return;
    if (event.name === 'chat_removed' && chatOf(event) === this.#options.chatId) {
      // Without the chat it is refused: then the error is shown.
      this.#reloader.scheduleReload();
      return;
    }
    this.state.update((state) => applyToTimeline(state, event, this.#options));
  }

  onGap(at: EventId): void {
    if (this.#copyAsOf !== null && isAfter(at, this.#copyAsOf)) this.#copyAsOf = null;
    if (this.#asOf !== null && isAfter(at, this.#asOf)) this.#reloader.scheduleReload();
  }

  onReset(): void {
    this.#copyAsOf = null;
    if (this.state.get().isLoaded) this.#reloader.scheduleReload();
  }

  async #load(): Promise<void> {
    // As many as the copy shows: none of them disappears.
    const shown = this.state.get().isCopy ? this.state.get().messages.length : 0;
    const limit = Math.min(Math.max(shown, FIRST_PAGE_SIZE), PAGE_SIZE);
    const page = await this.#read({ ...this.#startQuery(), limit });
    this.#asOf = page.asOf;
    this.state.set(
      this.#applied(timelineFromPage(page.value, this.state.get().messages), page.events),
    );
  }

  /** The start of the timeline at first; when it is read again, the newest messages. */
  #startQuery(): HistoryQuery {
    const { aroundId, at } = this.#options.start ?? {};
    if (this.state.get().isLoaded) return {};
    if (aroundId !== undefined) return { around_id: aroundId };
    return at === undefined ? {} : { at };
  }

  async #fetchPage(
    query: HistoryQuery,
    merge: (state: TimelineState, page: MessagePage) => TimelineState,
  ): Promise<void> {
    try {
      const page = await this.#read({ ...query, limit: PAGE_SIZE });
      this.state.update((state) => this.#applied(merge(state, page.value), page.events));
    } catch (thrown) {
      const error = toVestnikError(thrown);
      const settled = { isFetchingOlder: false, isFetchingNewer: false, error };
      this.state.update((state) => ({ ...state, ...settled }));
    }
  }

  async #read(query: HistoryQuery): Promise<SnapshotWithEvents<MessagePage>> {
    const { api, buffer, chatId } = this.#options;
    return readSnapshotWithEvents(buffer, () => api.history(chatId, query));
  }

  #applied(state: TimelineState, events: readonly ServerEvent[]): TimelineState {
    return events.reduce((before, event) => applyToTimeline(before, event, this.#options), state);
  }
}
