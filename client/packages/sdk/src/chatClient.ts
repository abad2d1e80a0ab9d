import type { NativeApi } from './http/nativeApi.ts';
import type { Uploader } from './http/uploader.ts';
import type {
  Account,
  Chat,
  ChatSettings,
  Custom,
  Hit,
  Message,
  NewPoll,
  Poll,
  User,
} from './model.ts';
import { queueOfMessage, type MessageDraft } from './outbox/messageDraft.ts';
import { MessageSender } from './outbox/messageOutbox.ts';
import { Outbox } from './outbox/outbox.ts';
import { PresenceTracker } from './presence/presence.ts';
import { TypingNotifier } from './presence/typingNotifier.ts';
import type { BackoffOptions } from './realtime/backoff.ts';
import type { ConnectionStatus } from './realtime/connection.ts';
import { peopleOf, type EphemeralEvent, type StreamFrame } from './realtime/events.ts';
import { SharedStream } from './realtime/sharedStream.ts';
import type { Transport } from './realtime/transport.ts';
import type { StorageNames } from './session/storedUser.ts';
import { ChatCache, type ChatsScope } from './sync/chatCache.ts';
import type { ChatList } from './sync/chatList.ts';
import { DraftQueue } from './sync/draftQueue.ts';
import { EventBuffer } from './sync/eventBuffer.ts';
import type { LiveTimeline, TimelineStart } from './sync/liveTimeline.ts';
import { USERS_COPY } from './sync/copyNames.ts';
import { LazyCopies } from './sync/lazyCopies.ts';
import type { LocalTerms } from './sync/localSearch.ts';
import { ReadMarkQueue } from './sync/readMarkQueue.ts';
import { withVote } from './sync/state/poll.ts';
import type { Store } from './sync/store.ts';
import { UserDirectory } from './sync/userDirectory.ts';

export interface ChatClientOptions {
  readonly api: NativeApi;
  readonly uploader: Uploader;
  readonly user: Account;
  readonly transport: Transport;
  readonly checkSession: () => Promise<boolean>;
  readonly storage: StorageNames;
  /** Called with each event of the stream, after the state has changed by it. */
  readonly onEvent: (event: StreamFrame | EphemeralEvent) => void;
  readonly backoff?: BackoffOptions;
}

/** What one signed-in user sees and does. */
export class ChatClient {
  readonly user: Account;
  readonly api: NativeApi;
  readonly buffer = new EventBuffer();
  readonly users: UserDirectory;
  readonly outbox: Outbox<MessageDraft, Message>;
  readonly sender: MessageSender;
  readonly readMarks: ReadMarkQueue;
  readonly drafts: DraftQueue;
  readonly presence: PresenceTracker;
  readonly copies: LazyCopies;
  readonly #stream: SharedStream;
  readonly #cache: ChatCache;
  readonly #stopWatching: () => void;
  readonly #stopNaming: () => void;
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
    this.users = new UserDirectory((ids) => api.usersByIds(ids));
    this.#stopNaming = this.#nameUsers();
    const { buffer, copies } = this;
    this.#cache = new ChatCache({
      api,
      buffer,
      copies,
      userId: user.id,
      onRead: (chats) => {
        this.#onChats(chats);
      },
    });
    this.sender = new MessageSender(api, options.uploader, `${storage.outbox}:uploads:${user.id}`);
    this.outbox = new Outbox({
      userId: user.id,
      name: storage.outbox,
      send: (entry, task) => this.sender.send(entry, task),
      queueOf: queueOfMessage,
      isLive: () => this.connection.get() === 'live',
      onSent: (message) => {
        this.addMessage(message);
      },
      backoff,
    });
    this.readMarks = new ReadMarkQueue((chatId, upToId) => api.markRead(chatId, upToId));
    this.drafts = this.#draftQueue();
    this.#stream = new SharedStream({
      name: `vestnik:${api.realm}:stream:${user.id}`,
      transport: options.transport,
      checkSession: options.checkSession,
      backoff,
      onFrame: (frame) => {
        this.#nameOf(frame);
        this.buffer.handle(frame);
        this.presence.onFrame(frame);
        options.onEvent(frame);
      },
      onEphemeral: (event) => {
        this.#onEphemeral(event);
        options.onEvent(event);
      },
    });
    this.#stopWatching = this.connection.subscribe(() => {
      this.#onConnection(this.connection.get());
    });
    void this.#start();
  }

  /** Takes the people of every answer over. */
  #nameUsers(): () => void {
    return this.api.watchPeople((people) => {
      this.#onNamed(people);
    });
  }

  /** The people of an event have names before the event is shown. */
  #nameOf(frame: StreamFrame): void {
    if (frame.name === 'ready' || frame.name === 'reset') return;
    if (frame.name === 'chat') this.#onChats([frame.data.chat]);
    this.#onNamed(peopleOf(frame));
  }

  #onNamed(people: readonly User[]): void {
    this.users.onNamed(people);
    this.presence.onUsers(people);
  }

  #draftQueue(): DraftQueue {
    return new DraftQueue(
      (chatId, draft) => this.api.saveDraft(chatId, draft),
      (chatId, draft) => {
        this.#cache.setDraft(chatId, draft.text.trim() === '' ? null : draft);
      },
    );
  }

  /** Aborted when the user is signed out, or the client stops. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  get connection(): Store<ConnectionStatus> {
    return this.#stream.status;
  }

  /** The user's chats without the archived ones. */
  get chats(): ChatList {
    return this.#cache.chats;
  }

  list(scope: ChatsScope = {}): ChatList {
    return this.#cache.list(scope);
  }

  /** One chat, whether it is archived or not. */
  chat(chatId: number): ChatList {
    return this.#cache.chat(chatId);
  }

  timeline(chatId: number, start: TimelineStart = {}): LiveTimeline {
    return this.#cache.timeline(chatId, start);
  }

  async editMessage(message: Message, text: string): Promise<void> {
    this.replaceMessage(await this.api.changeMessage(message.id, { text }));
  }

  /** By a merge patch; null removes all. */
  async changeCustom({ id }: Message, custom: Custom | null): Promise<void> {
    this.replaceMessage(await this.api.changeMessage(id, { custom }));
  }

  async deleteMessage({ id, chat_id }: Message): Promise<void> {
    await this.api.deleteMessage(id);
    const data = { chat_id, message_id: id, at: new Date().toISOString() };
    this.#cache.applyLocally({ name: 'message_deleted', data });
  }

  /** Shown at once, and taken back if the server refuses. */
  async setReaction(message: Message, emoji: string, isSet: boolean): Promise<void> {
    const before = message.reactions.find((reaction) => reaction.emoji === emoji);
    if ((before?.mine ?? false) === isSet) return;
    const change = (added: boolean, count: number): void => {
      const { id: message_id, chat_id } = message;
      const data = { chat_id, message_id, emoji, user_id: this.user.id, added, count };
      this.#cache.applyLocally({ name: 'reaction', data });
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

  /** Shown at once, and taken back if the server refuses. Without options the vote is taken back. */
  async vote(message: Message, optionIds: readonly number[]): Promise<void> {
    const { id, chat_id, poll: before } = message;
    if (before === null) return;
    const show = (poll: Poll): void => {
      const data = { chat_id, message_id: id, poll };
      this.#cache.applyLocally({ name: 'poll', data });
    };
    show(withVote(before, optionIds));
    try {
      this.replaceMessage(await this.api.vote(id, optionIds));
    } catch (error) {
      show(before);
      throw error;
    }
  }

  async closePoll(message: Message): Promise<void> {
    this.replaceMessage(await this.api.closePoll(message.id));
  }

  /** Repeating it with the same `clientId` sends no second poll. */
  async sendPoll(chatId: number, poll: NewPoll, clientId: string): Promise<void> {
    this.addMessage(await this.api.send(chatId, { poll, client_id: clientId }));
  }

  /** Marks a chat unread from a message on, for this user alone. Their stream brings the mark. */
  async markUnread(chatId: number, fromId: number): Promise<void> {
    await this.readMarks.forget(chatId);
    await this.api.markUnread(chatId, fromId);
  }

  async changeSettings(chatId: number, settings: ChatSettings): Promise<void> {
    this.#cache.putChat(await this.api.changeChatSettings(chatId, settings));
  }

  /** Shows a chat that the server has just answered with, before its event arrives. */
  addChat(chat: Chat): void {
    this.#onChats([chat]);
    this.#cache.putChat(chat);
  }

  /** Shows a message that the server has just answered with after it was sent, before its event arrives. */
  addMessage(message: Message): void {
    this.#cache.addSent(message);
  }

  /** Shows a message as the server has just answered after a change of it, before its event arrives. */
  replaceMessage(message: Message): void {
    this.#cache.replaceMessage(message);
  }

  removeChat(chatId: number): void {
    this.#cache.removeChat(chatId);
  }

  /** Finds messages among those that the browser has stored: for a search without a connection. */
  async searchCopies(terms: LocalTerms): Promise<readonly Hit[]> {
    const { searchCopies } = await import('./sync/localSearch.ts');
    return searchCopies(this, terms);
  }

  /** The draft became a message: it must not come back while the message waits to be sent. */
  endDraft(chatId: number): void {
    this.drafts.cancel(chatId);
    this.#cache.setDraft(chatId, null);
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
    this.#stopNaming();
    this.#stream.stop();
    this.outbox.dispose();
    this.drafts.dispose();
    this.sender.dispose();
    this.#cache.dispose();
    this.copies.close();
  }

  /** Shows what is stored, and continues it: the stream resumes after the last stored event. */
  async #start(): Promise<void> {
    void this.#continueUsers();
    const last = await this.copies.resumeAfter();
    if (!this.#end.signal.aborted) this.#stream.start(last);
  }

  async #continueUsers(): Promise<void> {
    const users = await this.copies.read(USERS_COPY, 'users');
    if (this.#end.signal.aborted) return;
    if (users !== null) this.users.onCopy(users.value);
    this.users.users.observe(() => {
      const named = this.users.named();
      if (named.length > 0) this.copies.write(USERS_COPY, named);
    });
  }

  #onChats(chats: readonly Chat[]): void {
    this.users.onChats(chats);
    this.presence.onChats(chats);
  }

  #onEphemeral(event: EphemeralEvent): void {
    this.presence.onEphemeral(event);
    if (event.name === 'draft') this.#cache.setDraft(event.data.chat_id, event.data.draft);
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
    this.#cache.retryIfFailed();
    this.outbox.flushNow();
    this.readMarks.recover();
    void this.drafts.flushAll();
  }
}
