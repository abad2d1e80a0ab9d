import { toVestnikError } from '../http/errors.ts';
import type { NativeApi } from '../http/nativeApi.ts';
import type { EventId } from '../model.ts';
import { isAfter } from '../realtime/eventId.ts';
import { chatOf, type ServerEvent } from '../realtime/events.ts';
import type { BufferListener, EventBuffer } from './eventBuffer.ts';
import { Reloader } from './reloader.ts';
import { readSnapshotWithEvents } from './snapshotWithEvents.ts';
import {
  applyToMembers,
  membersFromPage,
  withMembersPage,
  type MembersContext,
} from './state/members.ts';
import { NO_MEMBERS, type MembersState } from './state/membersState.ts';
import { Store } from './store.ts';

export interface MemberListOptions extends MembersContext {
  readonly buffer: EventBuffer;
  readonly api: NativeApi;
}

/** Members in a page, which is the most that the server sends. */
const PAGE_SIZE = 100;

/** The members of a chat by pages, kept up to date by events. */
export class MemberList implements BufferListener {
  readonly state = new Store<MembersState>(NO_MEMBERS);
  readonly #options: MemberListOptions;
  readonly #reloader: Reloader;
  readonly #stopListening: () => void;
  #asOf: EventId | null = null;

  constructor(options: MemberListOptions) {
    this.#options = options;
    this.#reloader = new Reloader(
      () => this.#load(),
      (error) => {
        this.state.update((state) => ({ ...state, error }));
      },
    );
    this.#stopListening = options.buffer.listen(this);
  }

  ensureLoaded(): void {
    if (!this.state.get().isLoaded && !this.#reloader.isBusy) void this.#reloader.reload();
  }

  /** Reads the list again, as far as it was loaded. */
  async refresh(): Promise<void> {
    await this.#reloader.reload();
  }

  /** The connection is back: repeats a load that failed. */
  retryIfFailed(): void {
    if (this.#reloader.isFailing) void this.#reloader.reload();
  }

  async fetchMore(): Promise<void> {
    const { nextCursor, isFetchingMore } = this.state.get();
    if (nextCursor === null || isFetchingMore) return;
    this.state.update((state) => ({ ...state, isFetchingMore: true, error: null }));
    try {
      const { value, events } = await this.#read(nextCursor);
      this.state.update((state) => {
        // The list was read again meanwhile, from its beginning.
        if (state.nextCursor !== nextCursor) return { ...state, isFetchingMore: false };
        return this.#applied(withMembersPage(state, value), events);
      });
    } catch (thrown) {
      const error = toVestnikError(thrown);
      this.state.update((state) => ({ ...state, isFetchingMore: false, error }));
    }
  }

  dispose(): void {
    this.#stopListening();
    this.#reloader.stop();
  }

  onEvent(event: ServerEvent): void {
    const { isLoaded, error } = this.state.get();
    const isOfChat = event.name !== 'user' && chatOf(event) === this.#options.chatId;
    // Without the chat it is refused: then the error is shown, until the chat is there again.
    const isAnotherAnswer =
      event.name === 'chat_removed' || (event.name === 'chat' && error !== null);
    if (isOfChat && isAnotherAnswer) this.#reloader.scheduleReload();
    else if (isLoaded) this.state.update((state) => this.#applied(state, [event]));
  }

  onGap(at: EventId): void {
    if (this.#asOf !== null && isAfter(at, this.#asOf)) this.#reloader.scheduleReload();
  }

  onReset(): void {
    if (this.state.get().isLoaded) this.#reloader.scheduleReload();
  }

  async #load(): Promise<void> {
    const wanted = this.state.get().members.length;
    const first = await this.#read();
    let list = this.#applied(membersFromPage(first.value), first.events);
    while (list.nextCursor !== null && list.members.length < wanted) {
      const page = await this.#read(list.nextCursor);
      list = this.#applied(withMembersPage(list, page.value), page.events);
    }
    this.#asOf = first.asOf;
    // Events since the last answer, which no state reflects.
    const missedEvents = this.#options.buffer.eventsSince(first.asOf);
    if (missedEvents === null) this.#reloader.scheduleReload();
    this.state.set(this.#applied(list, missedEvents ?? []));
  }

  #read(cursor?: string) {
    const { api, buffer, chatId, q } = this.#options;
    return readSnapshotWithEvents(buffer, () =>
      api.members(chatId, { q, cursor, limit: PAGE_SIZE }),
    );
  }

  /** Reads the list again where only the server knows the effect of an event. */
  #applied(state: MembersState, events: readonly ServerEvent[]): MembersState {
    return events.reduce((before, event) => {
      const after = applyToMembers(before, event, this.#options);
      if (after === null) this.#reloader.scheduleReload();
      return after ?? before;
    }, state);
  }
}
