import type { Chat } from '../model.ts';
import type { ChatList } from './chatList.ts';
import type { Entry } from './state/list.ts';

export interface UnreadCounts {
  readonly messages: number;
  readonly mentions: number;
  /** Chats with unread messages. */
  readonly chats: number;
}

export const NONE_UNREAD: UnreadCounts = { messages: 0, mentions: 0, chats: 0 };

/** Unread chats that are read, beyond which they are not counted. */
const MAX_CHATS = 1_000;

/**
 * Counts unread messages over all chats without the muted ones: over the list of chats if it is loaded
 * whole, otherwise over the list of unread ones.
 */
export class UnreadCounter {
  readonly #all: ChatList;
  readonly #openUnread: () => ChatList;
  #unread: ChatList | null = null;
  #counted: { readonly entries: readonly Entry[]; readonly counts: UnreadCounts } | null = null;

  constructor(all: ChatList, openUnread: () => ChatList) {
    this.#all = all;
    this.#openUnread = openUnread;
  }

  readonly get = (): UnreadCounts => {
    const { entries } = this.#source().state.get();
    if (this.#counted?.entries !== entries) this.#counted = { entries, counts: count(entries) };
    return this.#counted.counts;
  };

  /** Calls `listener` after changes, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    let stopUnread: (() => void) | null = null;
    const update = (): void => {
      if (this.#isPartial() && stopUnread === null) {
        this.#unread = this.#openUnread();
        stopUnread = this.#unread.state.subscribe(update);
        this.#unread.ensureLoaded();
      }
      this.#fetchRest();
      listener();
    };
    const stop = this.#all.state.subscribe(update);
    this.#all.ensureLoaded();
    update();
    return () => {
      stop();
      stopUnread?.();
    };
  };

  #isPartial(): boolean {
    const { isLoaded, nextCursor } = this.#all.state.get();
    return isLoaded && nextCursor !== null;
  }

  #source(): ChatList {
    const isUnreadLoaded = this.#unread?.state.get().isLoaded ?? false;
    return this.#unread !== null && isUnreadLoaded && this.#isPartial() ? this.#unread : this.#all;
  }

  #fetchRest(): void {
    if (this.#unread === null) return;
    const { nextCursor, entries, error } = this.#unread.state.get();
    const wantsMore = nextCursor !== null && entries.length < MAX_CHATS && error === null;
    if (wantsMore) void this.#unread.fetchMore();
  }
}

function count(entries: readonly Entry[]): UnreadCounts {
  const unread = entries
    .map(({ chat }) => chat)
    .filter((chat) => chat.unread_count > 0 && !isMuted(chat));
  const sum = (of: (chat: Chat) => number): number =>
    unread.reduce((total, chat) => total + of(chat), 0);
  return {
    messages: sum(({ unread_count }) => unread_count),
    mentions: sum(({ unread_mention_count }) => unread_mention_count),
    chats: unread.length,
  };
}

/** A mention in a muted chat counts. */
function isMuted({ me, unread_mention_count }: Chat): boolean {
  return me.muted && unread_mention_count === 0;
}
