import type { ChatFilter, NativeApi } from '../http/nativeApi.ts';
import type { Chat, Draft, Message } from '../model.ts';
import type { MessageChange } from '../realtime/events.ts';
import { ChatList, type ChatListOptions } from './chatList.ts';
import { ARCHIVED_COPY, CHATS_COPY, chatCopyName } from './copyNames.ts';
import type { EventBuffer } from './eventBuffer.ts';
import type { LazyCopies } from './lazyCopies.ts';
import { LiveTimeline, type TimelineStart } from './liveTimeline.ts';
import { RecentlyUsed } from './recentlyUsed.ts';

export interface ChatsScope {
  /** `all` (the default) and `unread` leave archived chats out. */
  readonly filter?: ChatFilter;
  /** A part of the title or of a member's name. */
  readonly q?: string;
}

export interface ChatCacheOptions {
  readonly api: NativeApi;
  readonly buffer: EventBuffer;
  readonly copies: LazyCopies;
  readonly userId: number;
  /** Called with the chats of each answer. */
  readonly onRead: (chats: readonly Chat[]) => void;
}

/** Timelines and lists that stay in memory. */
const MAX_CACHED = 20;

/** The lists and histories that were used last, each of them once. */
export class ChatCache {
  /** The user's chats without the archived ones. */
  readonly chats: ChatList;
  readonly #options: ChatCacheOptions;
  readonly #lists = new RecentlyUsed<ChatList>(MAX_CACHED);
  readonly #timelines = new RecentlyUsed<LiveTimeline>(MAX_CACHED);

  constructor(options: ChatCacheOptions) {
    this.#options = options;
    this.chats = this.#openList({ copy: { copies: options.copies, name: CHATS_COPY } });
  }

  list({ filter = 'all', q = '' }: ChatsScope): ChatList {
    if (filter === 'all' && q === '') return this.chats;
    const isArchive = filter === 'archived' && q === '';
    const { copies } = this.#options;
    const copy = isArchive ? { copies, name: ARCHIVED_COPY } : undefined;
    return this.#lists.getOrCreate(`${filter}:${q}`, () => this.#openList({ filter, q, copy }));
  }

  /** One chat, whether it is archived or not. */
  chat(chatId: number): ChatList {
    const copy = { copies: this.#options.copies, name: chatCopyName(chatId) };
    return this.#lists.getOrCreate(`chat:${chatId}`, () =>
      this.#openList({ onlyId: chatId, copy }),
    );
  }

  timeline(chatId: number, start: TimelineStart): LiveTimeline {
    const { aroundId, at } = start;
    const isNewest = aroundId === undefined && at === undefined;
    const key = `${chatId}:${aroundId ?? ''}:${at ?? ''}`;
    return this.#timelines.getOrCreate(key, () => {
      const { api, buffer, userId, copies } = this.#options;
      const options = { buffer, api, chatId, userId, start };
      return new LiveTimeline({ ...options, copies: isNewest ? copies : undefined });
    });
  }

  /** Shows a chat of an answer. */
  putChat(chat: Chat): void {
    for (const list of this.#allLists()) list.put(chat);
  }

  removeChat(chatId: number): void {
    for (const list of this.#allLists()) list.remove(chatId);
  }

  setDraft(chatId: number, draft: Draft | null): void {
    for (const list of this.#allLists()) {
      list.change(chatId, (chat) => ({ ...chat, me: { ...chat.me, draft } }));
    }
  }

  /** Shows a message that this client sent, before its event arrives. */
  addSent(message: Message): void {
    for (const timeline of this.#timelines.values()) timeline.addSent(message);
  }

  /** Shows a message as an answer has it. */
  replaceMessage(message: Message): void {
    this.applyLocally({ name: 'message_edited', data: { message } });
  }

  /** A local change of messages, which its event confirms. */
  applyLocally(change: MessageChange): void {
    for (const timeline of this.#timelines.values()) timeline.applyLocally(change);
  }

  /** The connection is back: repeats loads that failed. */
  retryIfFailed(): void {
    for (const list of this.#allLists()) list.retryIfFailed();
    for (const timeline of this.#timelines.values()) timeline.retryIfFailed();
  }

  dispose(): void {
    this.chats.dispose();
    this.#lists.dispose();
    this.#timelines.dispose();
  }

  #openList(options: Pick<ChatListOptions, 'filter' | 'q' | 'onlyId' | 'copy'>): ChatList {
    const { buffer, api, userId, onRead } = this.#options;
    return new ChatList({ buffer, api, userId, onRead, ...options });
  }

  *#allLists(): Iterable<ChatList> {
    yield this.chats;
    yield* this.#lists.values();
  }
}
