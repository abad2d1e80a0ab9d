import {
  ApiError,
  toVestnikError,
  Outbox,
  Store,
  TypingNotifier,
  TypingUsers,
  type OutboxEntry,
  type SocketFailure,
  type VestnikError,
} from '@vestnik/sdk';

import { PAGE, type MarketApi } from './api.ts';
import { ChatSocket } from './chatSocket.ts';
import {
  bounded,
  NOTHING,
  withMessages,
  withoutMessage,
  withRead,
  type Timeline,
} from './timeline.ts';
import { isMine, type Chat, type Message, type ServerFrame, type Side } from './types.ts';
import type { Visitor } from './visitor.ts';

/** What is in a message that is not sent yet. */
export interface Draft {
  readonly text: string;
}

/** Messages that may wait at once. */
const WAITING = 50;
/** The other side is one: who types needs no name. */
const THE_OTHER = 0;

export interface ConversationState {
  readonly timeline: Timeline;
  readonly isLoading: boolean;
  /** null while it is not known. */
  readonly isOnline: boolean | null;
  /** What was refused last, until something succeeds or it is put away. */
  readonly problem: VestnikError | 'too_many' | null;
}

export interface ConversationOptions {
  readonly api: MarketApi;
  readonly visitor: Visitor;
  readonly chat: Chat;
  readonly side: Side;
  /** Something came or was read: lists beside may want to know. */
  readonly onNews?: () => void;
}

/**
 * One open chat: its messages, live, and what waits to be sent. It begins with `open` and ends
 * with `close`; in between it comes back by itself, and misses nothing.
 */
export class Conversation {
  readonly chat: Chat;
  readonly side: Side;
  readonly state = new Store<ConversationState>({
    timeline: NOTHING,
    isLoading: true,
    isOnline: null,
    problem: null,
  });
  readonly typists = new TypingUsers<number>();
  readonly outbox: Outbox<Draft, Message>;
  readonly socket: ChatSocket;
  readonly #options: ConversationOptions;
  readonly #typing: TypingNotifier;
  readonly #leave: () => void;
  #after: string | null = null;
  /** The newest message that this side has said it read. */
  #told = 0;
  #isClosed = false;

  constructor(options: ConversationOptions) {
    const { api, visitor, chat, side } = options;
    this.#options = options;
    this.chat = chat;
    this.side = side;
    this.socket = new ChatSocket({
      url: (token, after) => api.socketUrl(chat.id, token, after),
      token: () => visitor.token(),
      renew: () => api.renew(),
      ask: () => this.#ask(),
      after: () => this.#after,
      onFrame: (frame) => {
        this.#hear(frame);
      },
    });
    this.#typing = new TypingNotifier((isTyping) => {
      this.socket.sendTyping(isTyping);
    });
    this.outbox = new Outbox<Draft, Message>({
      userId: `${side}:${visitor.identity().name}:${chat.id}`,
      name: 'vestnik-market',
      send: (letter) => this.#deliver(letter),
      isLive: () => this.socket.isOpen,
      onSent: (message) => {
        this.#take([message]);
      },
    });
    this.#leave = this.socket.status.subscribe(() => {
      this.#follow();
    });
  }

  open(): void {
    globalThis.addEventListener('online', this.#hurry);
    this.socket.connect();
  }

  close(): void {
    this.#isClosed = true;
    globalThis.removeEventListener('online', this.#hurry);
    this.#typing.onStop();
    this.#leave();
    this.socket.disconnect();
    this.outbox.dispose();
    this.typists.clear();
  }

  /** False where too much waits already. */
  send(text: string): boolean {
    if (this.outbox.state.get().length >= WAITING) {
      this.#set({ problem: 'too_many' });
      return false;
    }
    this.#typing.onStop();
    void this.outbox.add({ text });
    return true;
  }

  /** Something is in the field, or nothing any more. */
  typed(isEmpty: boolean): void {
    if (isEmpty) this.#typing.onStop();
    else this.#typing.onInput();
  }

  get isOtherTyping(): boolean {
    return this.typists.state.get().has(this.chat.id);
  }

  get isLive(): boolean {
    return this.socket.isOpen;
  }

  /** Messages of the other side that this one has not read. */
  get unread(): readonly Message[] {
    const { messages } = this.state.get().timeline;
    return messages.filter((message) => !message.is_read && !this.isMine(message));
  }

  isMine(message: Message): boolean {
    return isMine(message, this.chat, this.side);
  }

  /** Somebody looks at the newest message. */
  read(): void {
    const newest = this.unread.at(-1);
    if (newest === undefined || newest.id <= this.#told || !this.socket.sendRead()) return;
    this.#told = newest.id;
    this.#markRead(newest.id, (message) => !this.isMine(message));
    this.#options.onNews?.();
  }

  async loadOlder(): Promise<void> {
    const { timeline, isLoading } = this.state.get();
    const [oldest] = timeline.messages;
    if (isLoading || oldest === undefined || !timeline.hasOlder) return;
    await this.#load(oldest.id);
  }

  /** Does what the server may refuse; then it says so. True where it was done. */
  async attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.putAway();
      return true;
    } catch (error) {
      this.#set({ problem: toVestnikError(error) });
      return false;
    }
  }

  putAway(): void {
    this.#set({ problem: null });
  }

  readonly #hurry = (): void => {
    if (this.socket.status.get().name === 'waiting') this.socket.reconnect();
  };

  #follow(): void {
    const { name } = this.socket.status.get();
    if (name !== 'open') {
      this.typists.clear();
      this.#set({ isOnline: null });
      return;
    }
    this.outbox.flushNow();
    // The socket listens by now: nothing falls between the page and what is live.
    if (this.#after === null) void this.#load();
  }

  #hear(frame: ServerFrame): void {
    if ('event_id' in frame) this.#after = frame.event_id ?? this.#after;
    switch (frame.type) {
      case 'message':
        this.#take([frame.message]);
        if (!this.isMine(frame.message)) this.typists.setTyping(this.chat.id, THE_OTHER, false);
        this.#options.onNews?.();
        break;
      case 'message_deleted':
        this.#drop(frame.message_id);
        this.#options.onNews?.();
        break;
      case 'read':
        this.#markRead(frame.last_read_id, (message) => this.isMine(message));
        break;
      case 'typing':
        this.typists.setTyping(this.chat.id, THE_OTHER, frame.is_typing);
        break;
      case 'online':
        this.#set({ isOnline: frame.online });
        break;
      case 'error':
        this.#set({ problem: problemOf(frame.code, frame.detail) });
        break;
      case 'reset':
        // Another log: what was seen of the last one may never have been.
        this.#after = null;
        this.#set({ timeline: NOTHING });
        void this.#load();
        break;
    }
  }

  async #deliver({ clientId, text }: OutboxEntry<Draft>): Promise<Message> {
    const message = await this.socket.deliver(clientId, text);
    this.#set({ problem: null });
    return message;
  }

  #take(messages: readonly Message[]): void {
    this.state.update((state) => ({
      ...state,
      timeline: bounded(withMessages(state.timeline, messages)),
    }));
  }

  #drop(messageId: number): void {
    this.state.update((state) => ({
      ...state,
      timeline: withoutMessage(state.timeline, messageId),
    }));
  }

  #markRead(upTo: number, isTheirs: (message: Message) => boolean): void {
    this.state.update((state) => ({
      ...state,
      timeline: withRead(state.timeline, upTo, isTheirs),
    }));
  }

  /** A page of history; the newest one unless told before which. */
  async #load(before?: number): Promise<void> {
    this.#set({ isLoading: true });
    try {
      const page = await this.#options.api.messages(this.chat.id, before);
      if (this.#isClosed) return;
      this.state.update((state) => ({
        ...state,
        isLoading: false,
        problem: null,
        timeline: {
          ...withMessages(state.timeline, page),
          hasOlder: page.length === PAGE,
        },
      }));
    } catch (error) {
      this.#set({ isLoading: false, problem: toVestnikError(error) });
    }
  }

  /** What REST says of a socket that was refused. */
  async #ask(): Promise<'welcome' | SocketFailure> {
    try {
      await this.#options.api.messages(this.chat.id);
      return 'welcome';
    } catch (error) {
      if (!(error instanceof ApiError)) return 'unreachable';
      if (error.status === 401) return 'signed-out';
      return error.status === 403 || error.status === 404 ? 'removed' : 'unreachable';
    }
  }

  #set(change: Partial<ConversationState>): void {
    if (!this.#isClosed) this.state.update((state) => ({ ...state, ...change }));
  }
}

function problemOf(code: ApiError['code'], detail: string): ApiError {
  return new ApiError({ type: 'about:blank', title: '', status: 403, code, detail });
}
