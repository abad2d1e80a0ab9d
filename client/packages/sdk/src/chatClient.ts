import type { Api } from './realms/school/schoolApi.ts';
import type { BackoffOptions } from './realtime/backoff.ts';
import { Feed } from './sync/eventBuffer.ts';
import { openLocalCopies, type LocalCopies } from './sync/localCopies.ts';
import { LiveList } from './sync/liveList.ts';
import { LiveTimeline } from './sync/liveTimeline.ts';
import { Outbox, type ChatDraft } from './outbox/outbox.ts';
import { ReadMarks } from './sync/readMarkQueue.ts';
import { Signals } from './presence/presence.ts';
import { applyToChats } from './sync/state/chats.ts';
import type { Known } from './sync/state/loadedHistory.ts';
import { applyToOverviews } from './state/overviews.ts';
import type { Store } from './sync/store.ts';
import type { ConnectionStatus } from './realtime/connection.ts';
import { SharedStream } from './realtime/sharedStream.ts';
import type { Transport } from './realtime/transport.ts';
import { TypingNotice } from './presence/typingNotifier.ts';
import type { AdminChatItem, ChatItem, Message, User } from './realms/school/types.ts';

export interface AccountOptions {
  readonly api: Api;
  readonly user: User;
  readonly transport: Transport;
  readonly isWelcome: () => Promise<boolean>;
  readonly backoff?: BackoffOptions;
}

export interface TimelineQuery {
  /** Deleted messages too: for admins. */
  readonly includeDeleted?: boolean;
  /** Begin at this message, in place of the newest. */
  readonly upTo?: number;
}

/** Chats in one page of the lists. */
const OWN_PAGE = 500;
const ALL_PAGE = 100;
/** Timelines and searches nobody looks at are kept up to so many. */
const KEPT = 20;

/** What one person who is signed in sees and does. */
export class Account {
  readonly user: User;
  readonly feed = new Feed();
  readonly chats: LiveList<ChatItem>;
  readonly outbox: Outbox<ChatDraft, Message>;
  readonly readMarks: ReadMarks;
  readonly signals: Signals;
  /** What is shown while the server cannot be asked. */
  readonly copies: LocalCopies;
  readonly #api: Api;
  readonly #stream: SharedStream;
  readonly #overviews = new Map<string, LiveList<AdminChatItem>>();
  readonly #timelines = new Map<string, LiveTimeline>();
  readonly #stopWatching: () => void;

  constructor({ api, user, transport, isWelcome, backoff = {} }: AccountOptions) {
    this.#api = api;
    this.user = user;
    this.copies = openLocalCopies(user.id);
    this.chats = new LiveList({
      feed: this.feed,
      read: (query) => api.chats(query),
      apply: (state, event) => applyToChats(state, event, { userId: user.id, known: this.#known }),
      pageSize: OWN_PAGE,
      copy: { copies: this.copies, name: 'chats' },
    });
    this.outbox = new Outbox({
      userId: user.id,
      send: ({ chatId, content, clientId }) => api.send(chatId, content, clientId),
      isLive: () => this.connection.get() === 'live',
      onSent: (message) => {
        this.#add(message);
      },
      backoff,
    });
    this.readMarks = new ReadMarks((chatId, upToId) => api.markRead(chatId, upToId));
    this.signals = new Signals(user.id);
    this.#stream = new SharedStream({
      name: `vestnik:stream:${user.id}`,
      transport,
      isWelcome,
      backoff,
      onFrame: (frame) => {
        this.feed.handle(frame);
        this.signals.hear(frame);
      },
      onSignal: (signal) => {
        this.signals.handle(signal);
      },
    });
    this.#stopWatching = this.connection.subscribe(() => {
      if (this.connection.get() === 'live') this.#recover();
      else this.signals.forget();
      if (this.connection.get() === 'offline') this.#showCopies();
    });
    this.#stream.start();
  }

  get connection(): Store<ConnectionStatus> {
    return this.#stream.status;
  }

  /** Every chat whose participants' names hold `search`: for admins. */
  overviews(search: string): LiveList<AdminChatItem> {
    return recent(this.#overviews, search, () => {
      return new LiveList({
        feed: this.feed,
        read: (query) => this.#api.allChats(search, query),
        apply: (state, event) => applyToOverviews(state, event, { search, known: this.#known }),
        pageSize: ALL_PAGE,
        copy: search === '' ? { copies: this.copies, name: 'overviews' } : undefined,
      });
    });
  }

  timeline(chatId: number, query: TimelineQuery = {}): LiveTimeline {
    const { includeDeleted = false, upTo } = query;
    return recent(this.#timelines, `${chatId}:${includeDeleted}:${upTo ?? ''}`, () => {
      const { feed } = this;
      const copies = includeDeleted || upTo !== undefined ? undefined : this.copies;
      return new LiveTimeline({ feed, api: this.#api, chatId, includeDeleted, upTo, copies });
    });
  }

  async deleteMessage(message: Message): Promise<void> {
    await this.#api.deleteMessage(message.id);
    for (const timeline of this.#timelines.values()) timeline.remove(message.id);
  }

  /** Tells a chat's other side while its person types. A word that is lost is not repeated. */
  typingNotice(chatId: number): TypingNotice {
    return new TypingNotice((isTyping) => {
      this.#api.announceTyping(chatId, isTyping).catch(() => undefined);
    });
  }

  /** Tries again at once whatever waits for a connection. */
  retryNow(): void {
    this.#stream.retryNow();
    this.#recover();
  }

  dispose(): void {
    this.#stopWatching();
    this.#stream.stop();
    this.outbox.dispose();
    this.signals.typists.clear();
    this.chats.dispose();
    this.copies.close();
    for (const list of this.#overviews.values()) list.dispose();
    for (const timeline of this.#timelines.values()) timeline.dispose();
  }

  #showCopies(): void {
    void this.chats.showCopy();
    for (const list of this.#overviews.values()) void list.showCopy();
    for (const timeline of this.#timelines.values()) void timeline.showCopy();
  }

  #recover(): void {
    this.chats.recover();
    for (const list of this.#overviews.values()) list.recover();
    for (const timeline of this.#timelines.values()) timeline.recover();
    this.outbox.hurry();
    this.readMarks.recover();
  }

  #add(message: Message): void {
    for (const timeline of this.#timelines.values()) timeline.add(message);
  }

  readonly #known = (chatId: number): Known | null => {
    return this.#timelines.get(`${chatId}:false:`)?.known() ?? null;
  };
}

interface Kept {
  readonly state: { readonly isWatched: boolean };
  dispose(): void;
}

/** The value of a key, made if it is not there. Of those nobody watches, the oldest go. */
function recent<Value extends Kept>(
  values: Map<string, Value>,
  key: string,
  make: () => Value,
): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const value = make();
  values.set(key, value);
  for (const [old, { state }] of values) {
    if (values.size <= KEPT) break;
    if (old === key || state.isWatched) continue;
    values.get(old)?.dispose();
    values.delete(old);
  }
  return value;
}
