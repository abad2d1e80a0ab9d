import type { ChatFilter, NativeApi } from './http/nativeApi.ts';
import type { Uploader } from './http/uploader.ts';
import type { Account, Chat, ChatSettings, Draft, Hit, Message } from './model.ts';
import { MessageSender, type MessageDraft } from './outbox/messageOutbox.ts';
import { Outbox } from './outbox/outbox.ts';
import { PresenceTracker } from './presence/presence.ts';
import { TypingNotifier } from './presence/typingNotifier.ts';
import type { BackoffOptions } from './realtime/backoff.ts';
import type { ConnectionStatus } from './realtime/connection.ts';
import type { EphemeralEvent, ServerEvent } from './realtime/events.ts';
import { SharedStream } from './realtime/sharedStream.ts';
import type { Transport } from './realtime/transport.ts';
import type { StorageNames } from './session/storedUser.ts';
import { ChatList, type ChatListOptions } from './sync/chatList.ts';
import { DraftQueue } from './sync/draftQueue.ts';
import { EventBuffer } from './sync/eventBuffer.ts';
import { LiveTimeline, type TimelineStart } from './sync/liveTimeline.ts';
import { ARCHIVED_COPY, CHATS_COPY, chatCopyName, USERS_COPY } from './sync/copyNames.ts';
import { LazyCopies } from './sync/lazyCopies.ts';
import type { LocalTerms } from './sync/localSearch.ts';
import { ReadMarkQueue } from './sync/readMarkQueue.ts';
import { RecentlyUsed } from './sync/recentlyUsed.ts';
import type { LoadedHistory } from './sync/state/loadedHistory.ts';
import type { Store } from './sync/store.ts';
import { UserDirectory } from './sync/userDirectory.ts';

export interface ChatClientOptions {
  readonly api: NativeApi;
  readonly uploader: Uploader;
  readonly user: Account;
  readonly transport: Transport;
  readonly checkSession: () => Promise<boolean>;
  readonly storage: StorageNames;
  readonly backoff?: BackoffOptions;
}

export interface ChatsScope {
  /** `all` (the default) and `unread` leave archived chats out. */
  readonly filter?: ChatFilter;
  /** A part of the title or of a member's name. */
  readonly q?: string;
}

/** Timelines and lists that stay in memory. */
const MAX_CACHED = 20;

/** What one signed-in user sees and does. */
export class ChatClient {
  readonly user: Account;
  readonly api: NativeApi;
  readonly buffer = new EventBuffer();
  /** The user's chats without the archived ones. */
  readonly chats: ChatList;
  readonly users: UserDirectory;
  readonly outbox: Outbox<MessageDraft, Message>;
  readonly sender: MessageSender;
  readonly readMarks: ReadMarkQueue;
  readonly drafts: DraftQueue;
  readonly presence: PresenceTracker;
  readonly copies: LazyCopies;
  readonly #stream: SharedStream;
  readonly #lists = new RecentlyUsed<ChatList>(MAX_CACHED);
  readonly #timelines = new RecentlyUsed<LiveTimeline>(MAX_CACHED);
  readonly #stopWatching: () => void;
  readonly #end = new AbortController();
  #hasPrefetched = false;

  constructor(options: ChatClientOptions) {
    const { api, user, storage, backoff = {} } = options;
    this.api = api;
    this.user = user;
    this.copies = new LazyCopies({
      name: storage.copies,
      userId: user.id,
      buffer: this.buffer,
      isLeader: () => this.#stream.isLeader,
    });
    this.presence = new PresenceTracker(user.id);
    this.users = new UserDirectory((id) => api.user(id));
    this.chats = this.#openList({ copy: { copies: this.copies, name: CHATS_COPY } });
    this.sender = new MessageSender(api, options.uploader, `${storage.outbox}:uploads:${user.id}`);
    this.outbox = new Outbox({
      userId: user.id,
      name: storage.outbox,
      send: (entry, task) => this.sender.send(entry, task),
      queueOf: ({ chatId }) => chatId,
      isLive: () => this.connection.get() === 'live',
      onSent: (message) => {
        for (const timeline of this.#timelines.values()) timeline.addSent(message);
      },
      backoff,
    });
    this.readMarks = new ReadMarkQueue((chatId, upToId) => api.markRead(chatId, upToId));
    this.drafts = new DraftQueue(
      (chatId, draft) => api.saveDraft(chatId, draft),
      (chatId, draft) => {
        this.#setDraft(chatId, draft.text.trim() === '' ? null : draft);
      },
    );
    this.#stream = new SharedStream({
      name: `vestnik:${api.realm}:stream:${user.id}`,
      transport: options.transport,
      checkSession: options.checkSession,
      backoff,
      onFrame: (frame) => {
        this.buffer.handle(frame);
        this.presence.onFrame(frame);
        if (frame.name === 'chat') this.#onChats([frame.data.chat]);
      },
      onEphemeral: (event) => {
        this.#onEphemeral(event);
      },
    });
    this.#stopWatching = this.connection.subscribe(() => {
      this.#onConnection(this.connection.get());
    });
    void this.#start();
  }

  get connection(): Store<ConnectionStatus> {
    return this.#stream.status;
  }

  list({ filter = 'all', q = '' }: ChatsScope = {}): ChatList {
    if (filter === 'all' && q === '') return this.chats;
    const isArchive = filter === 'archived' && q === '';
    const copy = isArchive ? { copies: this.copies, name: ARCHIVED_COPY } : undefined;
    return this.#lists.getOrCreate(`${filter}:${q}`, () => this.#openList({ filter, q, copy }));
  }

  /** One chat, whether it is archived or not. */
  chat(chatId: number): ChatList {
    const copy = { copies: this.copies, name: chatCopyName(chatId) };
    return this.#lists.getOrCreate(`chat:${chatId}`, () =>
      this.#openList({ onlyId: chatId, copy }),
    );
  }

  timeline(chatId: number, start: TimelineStart = {}): LiveTimeline {
    const { aroundId, at } = start;
    const isNewest = aroundId === undefined && at === undefined;
    const key = isNewest ? newestKey(chatId) : `${chatId}:${aroundId ?? ''}:${at ?? ''}`;
    return this.#timelines.getOrCreate(key, () => {
      const { buffer, api } = this;
      const copies = isNewest ? this.copies : undefined;
      return new LiveTimeline({ buffer, api, chatId, userId: this.user.id, start, copies });
    });
  }

  async editMessage(message: Message, text: string): Promise<void> {
    const edited = await this.api.edit(message.id, text);
    for (const timeline of this.#timelines.values()) timeline.replace(edited);
  }

  async deleteMessage({ id, chat_id }: Message): Promise<void> {
    await this.api.deleteMessage(id);
    this.#applyLocally({ id: '', name: 'message_deleted', data: { chat_id, message_id: id } });
  }

  /** Shown at once, and taken back if the server refuses. */
  async setReaction(message: Message, emoji: string, isSet: boolean): Promise<void> {
    const before = message.reactions.find((reaction) => reaction.emoji === emoji);
    if ((before?.mine ?? false) === isSet) return;
    const change = (added: boolean, count: number): void => {
      const { id: message_id, chat_id } = message;
      const data = { chat_id, message_id, emoji, user_id: this.user.id, added, count };
      this.#applyLocally({ id: '', name: 'reaction', data });
    };
    const count = before?.count ?? 0;
    change(isSet, isSet ? count + 1 : count - 1);
    try {
      await this.api.setReaction(message.id, emoji, isSet);
    } catch (error) {
      change(!isSet, count);
      throw error;
    }
  }

  async changeSettings(chatId: number, settings: ChatSettings): Promise<void> {
    const chat = await this.api.changeChatSettings(chatId, settings);
    for (const list of this.#allLists()) list.put(chat);
  }

  /**
   * Shows a chat that the server has just answered with, before its event arrives. `countedUpTo`:
   * the position of the last event that its counts contain, if the server said so.
   */
  addChat(chat: Chat, countedUpTo?: number): void {
    this.#onChats([chat]);
    for (const list of this.#allLists()) list.put(chat, countedUpTo);
  }

  removeChat(chatId: number): void {
    for (const list of this.#allLists()) list.remove(chatId);
  }

  /** Finds messages among those that the browser has stored: for a search without a connection. */
  async searchCopies(terms: LocalTerms): Promise<readonly Hit[]> {
    const { searchCopies } = await import('./sync/localSearch.ts');
    return searchCopies(this, terms);
  }

  /** The draft became a message: it must not come back while the message waits to be sent. */
  endDraft(chatId: number): void {
    this.drafts.cancel(chatId);
    this.#setDraft(chatId, null);
  }

  /** Sends typing signals to a chat. A signal that is lost is not repeated. */
  typingNotifier(chatId: number): TypingNotifier {
    return new TypingNotifier((isTyping) => {
      this.api.sendTyping(chatId, isTyping).catch(() => undefined);
    });
  }

  /** Tries everything again at once that waits for a connection. */
  retryNow(): void {
    this.#stream.retryNow();
    this.#recover();
  }

  dispose(): void {
    this.#end.abort();
    this.#stopWatching();
    this.#stream.stop();
    this.outbox.dispose();
    this.drafts.dispose();
    this.sender.dispose();
    this.chats.dispose();
    this.#lists.dispose();
    this.#timelines.dispose();
    this.copies.close();
  }

  /** Shows what is stored, and continues it: the stream resumes after the last stored event. */
  async #start(): Promise<void> {
    const users = await this.copies.read(USERS_COPY, 'users');
    if (users !== null) this.users.onCopy(users.value);
    this.users.users.observe(() => {
      const lookedUp = this.users.lookedUp();
      if (lookedUp.length > 0) this.copies.write(USERS_COPY, lookedUp);
    });
    const last = await this.copies.resumeAfter();
    if (!this.#end.signal.aborted) this.#stream.start(last);
  }

  #openList(options: Pick<ChatListOptions, 'filter' | 'q' | 'onlyId' | 'copy'>): ChatList {
    return new ChatList({
      buffer: this.buffer,
      api: this.api,
      userId: this.user.id,
      history: this.#history,
      onRead: (chats) => {
        this.#onChats(chats);
      },
      ...options,
    });
  }

  *#allLists(): Iterable<ChatList> {
    yield this.chats;
    yield* this.#lists.values();
  }

  #onChats(chats: readonly Chat[]): void {
    this.users.onChats(chats);
    this.presence.onChats(chats);
  }

  #onEphemeral(event: EphemeralEvent): void {
    this.presence.onEphemeral(event);
    if (event.name === 'draft') this.#setDraft(event.data.chat_id, event.data.draft);
    if (event.name === 'chat') this.addChat(event.data.chat, event.data.as_of);
  }

  #onConnection(status: ConnectionStatus): void {
    if (status !== 'live') {
      this.presence.reset();
      return;
    }
    this.#recover();
    this.#prefetch().catch(() => undefined);
  }

  /** Stores recent histories, so that they can be read without a connection. One tab does. */
  async #prefetch(): Promise<void> {
    if (this.#hasPrefetched || typeof window === 'undefined' || !this.#stream.isLeader) return;
    this.#hasPrefetched = true;
    const { prefetchWhenIdle } = await import('./sync/prefetchHistories.ts');
    const { api, buffer, copies, chats, user } = this;
    await prefetchWhenIdle({
      api,
      buffer,
      copies,
      chats,
      userId: user.id,
      signal: this.#end.signal,
    });
  }

  #recover(): void {
    for (const list of this.#allLists()) list.retryIfFailed();
    for (const timeline of this.#timelines.values()) timeline.retryIfFailed();
    this.outbox.flushNow();
    this.readMarks.recover();
    void this.drafts.flushAll();
  }

  #applyLocally(event: ServerEvent): void {
    for (const timeline of this.#timelines.values()) timeline.applyLocally(event);
  }

  #setDraft(chatId: number, draft: Draft | null): void {
    for (const list of this.#allLists()) {
      list.change(chatId, (chat) => ({ ...chat, me: { ...chat.me, draft } }));
    }
  }

  readonly #history = (chatId: number): LoadedHistory | null =>
    this.#timelines.get(newestKey(chatId))?.loadedHistory() ?? null;
}

function newestKey(chatId: number): string {
  return `${chatId}:newest`;
}
