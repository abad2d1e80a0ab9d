import type { Api, HistoryQuery } from '../realms/school/schoolApi.ts';
import { asVestnikError } from '../http/errors.ts';
import { isAfter } from '../realtime/eventId.ts';
import type { ServerEvent } from '../realtime/events.ts';
import type { Feed, FeedListener } from './eventBuffer.ts';
import { keepCopied, type LocalCopies } from './localCopies.ts';
import { Reload } from './reloader.ts';
import type { Known } from './state/loadedHistory.ts';
import {
  applyToTimeline,
  copyOf,
  EMPTY_TIMELINE,
  loadedTimeline,
  trimmed,
  withDeletion,
  withMessage,
  withNewer,
  withOlder,
  type TimelineContext,
  type TimelineCopy,
  type TimelineState,
} from './state/timeline.ts';
import { Store } from './store.ts';
import type { EventId, Message, MessagePage } from '../realms/school/types.ts';
import { upToDate, type UpToDate } from './snapshotWithEvents.ts';

export interface LiveTimelineOptions extends TimelineContext {
  readonly feed: Feed;
  readonly api: Api;
  /** Begin with the page that ends with this message, in place of the newest. */
  readonly upTo?: number | undefined;
  /** Where a copy of the newest page is kept. */
  readonly copies?: LocalCopies | undefined;
}

/** Messages in the first page, and in each further one. */
const FIRST_PAGE = 50;
const PAGE = 100;

/** A chat's history, paged both ways, kept up to date by events. */
export class LiveTimeline implements FeedListener {
  readonly state = new Store<TimelineState>(EMPTY_TIMELINE);
  readonly #options: LiveTimelineOptions;
  readonly #reload: Reload;
  readonly #stopListening: () => void;
  readonly #stopCopying: (() => void) | undefined;
  #asOf: EventId | null = null;

  constructor(options: LiveTimelineOptions) {
    this.#options = options;
    this.#reload = new Reload(
      () => this.#load(),
      (error) => {
        this.state.update((state) => ({ ...state, error }));
        if (error.isTemporary) void this.showCopy();
      },
    );
    this.#stopListening = options.feed.listen(this);
    const { copies } = options;
    this.#stopCopying =
      copies &&
      keepCopied(this.state, copies, this.#copyName, (state) => copyOf(state, FIRST_PAGE));
  }

  /** Reads the first page, unless that was done. */
  ensure(): void {
    const { isLoaded, error } = this.state.get();
    if (!isLoaded && error === null && !this.#reload.isBusy) void this.#reload.now();
  }

  /** Reads again, from the newest page. */
  async refresh(): Promise<void> {
    await this.#reload.now();
  }

  /** What failed is tried again: there is a connection. */
  recover(): void {
    if (this.#reload.isFailing) void this.#reload.now();
  }

  /** Shows what this browser kept, while the history was never read and is asked for. */
  async showCopy(): Promise<void> {
    const { copies } = this.#options;
    const isNeeded = (): boolean => {
      const { isLoaded, isCopy } = this.state.get();
      return !isLoaded && !isCopy && this.#reload.isBusy;
    };
    if (copies === undefined || !isNeeded()) return;
    const copy = await copies.read<TimelineCopy>(this.#copyName);
    if (copy === null || !isNeeded()) return;
    this.state.update(({ error }) => ({ ...EMPTY_TIMELINE, ...copy, isCopy: true, error }));
  }

  async fetchOlder(): Promise<void> {
    // Before a copy there is nothing to ask for: the history is read first.
    if (this.state.get().isCopy) return this.#reload.now();
    const { messages, hasOlder, isFetchingOlder } = this.state.get();
    const oldest = messages[0];
    if (!hasOlder || isFetchingOlder || oldest === undefined) return;
    this.state.update((state) => ({ ...state, isFetchingOlder: true, error: null }));
    await this.#fetchPage({ before_id: oldest.id }, (state, page) =>
      // Read again meanwhile, from another place.
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

  /** Adds a message that was just sent from here; its event may come later, or not at all. */
  add(message: Message): void {
    const { isLoaded, isCopy } = this.state.get();
    if (message.chat_id !== this.#options.chatId || !(isLoaded || isCopy)) return;
    this.state.update((state) => withMessage(state, message));
  }

  /** Takes out a message that was just deleted from here. */
  remove(messageId: number): void {
    this.state.update((state) => withDeletion(state, messageId, this.#options));
  }

  /** What others may conclude from; null where it has a hole at its end. */
  known(): Known | null {
    const { messages, hasOlder, hasNewer, isLoaded } = this.state.get();
    if (!isLoaded || hasNewer || this.#options.includeDeleted) return null;
    return { messages, isFromTheStart: !hasOlder };
  }

  /** Keeps the newest messages alone, once nobody looks. */
  trim(): void {
    if (!this.state.isWatched) this.state.update((state) => trimmed(state, PAGE));
  }

  dispose(): void {
    this.#stopListening();
    this.#stopCopying?.();
    this.#reload.stop();
  }

  onEvent(event: ServerEvent): void {
    if (!this.state.get().isLoaded) return;
    this.state.update((state) => applyToTimeline(state, event, this.#options));
  }

  onHole(at: EventId): void {
    if (this.#asOf !== null && isAfter(at, this.#asOf)) this.#reload.soon();
  }

  onReset(): void {
    if (this.state.get().isLoaded) this.#reload.soon();
  }

  get #copyName(): string {
    return `history:${this.#options.chatId}`;
  }

  async #load(): Promise<void> {
    // Only the first time: whoever reads again wants to see what is new.
    const upTo = this.state.get().isLoaded ? undefined : this.#options.upTo;
    const place = upTo === undefined ? {} : { before_id: upTo + 1 };
    const page = await this.#read({ ...place, limit: FIRST_PAGE });
    this.#asOf = page.asOf;
    this.state.set(this.#applied(loadedTimeline(page.value, upTo !== undefined), page.events));
  }

  async #fetchPage(
    query: HistoryQuery,
    merge: (state: TimelineState, page: MessagePage) => TimelineState,
  ): Promise<void> {
    try {
      const page = await this.#read({ ...query, limit: PAGE });
      this.state.update((state) => this.#applied(merge(state, page.value), page.events));
    } catch (thrown) {
      const error = asVestnikError(thrown);
      const settled = { isFetchingOlder: false, isFetchingNewer: false, error };
      this.state.update((state) => ({ ...state, ...settled }));
    }
  }

  async #read(query: HistoryQuery): Promise<UpToDate<MessagePage>> {
    const { api, feed, chatId, includeDeleted } = this.#options;
    const deleted = includeDeleted ? { include_deleted: true } : {};
    return upToDate(feed, () => api.history(chatId, { ...query, ...deleted }));
  }

  #applied(state: TimelineState, events: readonly ServerEvent[]): TimelineState {
    return events.reduce((before, event) => applyToTimeline(before, event, this.#options), state);
  }
}
