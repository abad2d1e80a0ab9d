import { ApiError } from '../http/errors.ts';
import type { ScheduledMessages } from '../http/scheduledMessages.ts';
import type { NewScheduledMessage, ScheduledChange, ScheduledMessage } from '../model.ts';
import type { ServerEvent } from '../realtime/events.ts';
import type { BufferListener, EventBuffer } from './eventBuffer.ts';
import { Reloader } from './reloader.ts';
import {
  applyToScheduled,
  NO_SCHEDULED,
  scheduledFromList,
  withScheduled,
  type ScheduledState,
} from './state/scheduled.ts';
import { Store } from './store.ts';

export interface ScheduledListOptions {
  readonly scheduled: Pick<ScheduledMessages, 'list' | 'create' | 'change' | 'cancel'>;
  readonly buffer: EventBuffer;
  /** What the clock of the server shows. */
  readonly serverTime: () => Promise<number>;
}

/** Messages in a page, which is the most that the server sends, and those that are read at all. */
const PAGE_SIZE = 100;
const MAX_MESSAGES = 1_000;
/**
 * Milliseconds from now to the time of a message that is sent at once: a time must be in the future when the
 * database sees it. The later ones are for slow connections.
 */
const LEADS_MS = [3_000, 15_000, 60_000];

/** The user's messages of all chats that wait or have failed, kept up to date by events. */
export class ScheduledList implements BufferListener {
  readonly state = new Store<ScheduledState>(NO_SCHEDULED);
  readonly #options: ScheduledListOptions;
  readonly #reloader: Reloader;
  readonly #stopListening: () => void;
  /** Events since the list was asked for, which its answer may not reflect. */
  #recent: ServerEvent[] = [];

  constructor(options: ScheduledListOptions) {
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
    const { isLoaded, error } = this.state.get();
    if (!isLoaded && error === null && !this.#reloader.isBusy) void this.#reloader.reload();
  }

  /** The connection is back: repeats a load that failed. */
  retryIfFailed(): void {
    if (this.#reloader.isFailing) void this.#reloader.reload();
  }

  async create(chatId: number, message: NewScheduledMessage): Promise<void> {
    this.#show(await this.#options.scheduled.create(chatId, message));
  }

  async change(id: number, change: ScheduledChange): Promise<void> {
    this.#show(await this.#options.scheduled.change(id, change));
  }

  /** Gives it the next moment as its time: so it is sent once, with all that it was scheduled with. */
  async sendNow(id: number): Promise<void> {
    const { serverTime } = this.#options;
    const ahead = (await serverTime()) - Date.now();
    for (const lead of LEADS_MS) {
      try {
        const send_at = new Date(Date.now() + ahead + lead).toISOString();
        await this.change(id, { send_at });
        return;
      } catch (error) {
        const isLate = error instanceof ApiError && error.code === 'invalid_send_at';
        if (!isLate || lead === LEADS_MS.at(-1)) throw error;
      }
    }
  }

  async cancel(id: number): Promise<void> {
    await this.#options.scheduled.cancel(id);
    this.state.update((state) => ({
      ...state,
      entries: state.entries.filter((entry) => entry.id !== id),
    }));
  }

  dispose(): void {
    this.#stopListening();
    this.#reloader.stop();
  }

  onEvent(event: ServerEvent): void {
    if (event.name !== 'scheduled' && event.name !== 'scheduled_failed') return;
    if (this.#reloader.isBusy) this.#recent.push(event);
    this.state.update((state) => ({
      ...state,
      entries: applyToScheduled(state.entries, event),
    }));
  }

  onGap(): void {
    this.#readAgain();
  }

  onReset(): void {
    this.#readAgain();
  }

  #readAgain(): void {
    if (this.state.get().isLoaded || this.#reloader.isBusy) this.#reloader.scheduleReload();
  }

  /** Shows an answer before its event arrives. */
  #show(scheduled: ScheduledMessage): void {
    this.state.update((state) => ({
      ...state,
      entries: withScheduled(state.entries, scheduled),
    }));
  }

  async #load(): Promise<void> {
    this.#recent = [];
    const list: ScheduledMessage[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#options.scheduled.list({ cursor, limit: PAGE_SIZE });
      list.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && list.length < MAX_MESSAGES);
    this.state.update(({ entries }) => ({
      entries: this.#recent.reduce(applyToScheduled, scheduledFromList(list, entries)),
      isLoaded: true,
      error: null,
    }));
  }
}
