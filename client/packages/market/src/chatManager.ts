import { toVestnikError } from '@vestnik/sdk';

import { MarketApi } from './api.ts';
import { Conversation } from './conversation.ts';
import type { Settings } from './settings.ts';
import type { Chat } from './types.ts';
import { ChatView } from './ui/chatView.ts';
import { ChatWindow } from './ui/chatWindow.ts';
import { timesOf } from './ui/times.ts';
import { Visitor } from './visitor.ts';
import { problemText, wordsOf, type Words } from './words.ts';

/** What a page may know of a chat, for its head. */
export interface ChatNames {
  /** What the listing is called. */
  readonly title?: string;
  readonly sellerName?: string;
}

interface Opened {
  readonly conversation: Conversation;
  readonly view: ChatView;
  readonly stop: () => void;
}

/** A buyer's chats on a shop's page: `window.chatManager`. */
export class ChatManager {
  readonly #visitor: Visitor;
  readonly #api: MarketApi;
  #settings: Settings;
  #window: ChatWindow | null = null;
  #opened: Opened | null = null;
  /** Changes with each chat that is asked for, so that a late answer is known. */
  #epoch = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#visitor = new Visitor(() => this.#settings);
    this.#api = new MarketApi(() => this.#settings, this.#visitor);
  }

  /** Says what the script's tag did not. */
  configure(settings: Partial<Settings>): void {
    this.#close();
    this.#window?.destroy();
    this.#window = null;
    this.#settings = { ...this.#settings, ...settings };
  }

  /** Opens the chat with the seller of a listing; whoever has no account needs none. */
  async openChat(
    sellerId: number | string,
    iphoneId: number | string,
    names: ChatNames = {},
  ): Promise<void> {
    const [seller, iphone] = [Number(sellerId), Number(iphoneId)];
    const { chat } = this.#opened?.conversation ?? {};
    if (chat?.seller_id === seller && chat.iphone_id === iphone) {
      this.#shownWindow().show();
      return;
    }
    this.#close();
    this.#epoch += 1;
    const epoch = this.#epoch;
    const shown = this.#shownWindow();
    shown.wait(this.#words.loading, null);
    shown.show();
    try {
      const opened = await this.#api.openChat(seller, iphone);
      if (epoch === this.#epoch) this.#open(opened, names);
    } catch (error) {
      if (epoch !== this.#epoch) return;
      shown.wait(problemText(this.#words, toVestnikError(error)), () => {
        void this.openChat(sellerId, iphoneId, names);
      });
    }
  }

  /** Puts the window away; the chat stays live behind its button. */
  closeChat(): void {
    this.#window?.hide();
  }

  /** How many chats, of buyer and seller alike, have text that was typed and not sent. */
  countDrafts(): number {
    return this.#visitor.drafts.count;
  }

  /** Deletes them all. For the page to call when the person signs out. */
  forgetDrafts(): void {
    this.#visitor.drafts.forget();
  }

  /** Where an answer waits that this visitor has not read, offers its chat. */
  async resume(): Promise<void> {
    if (!this.#visitor.isKnown) return;
    const epoch = this.#epoch;
    try {
      const chats = await this.#api.chats({ isSeller: false });
      const unread = chats.find(({ unread_count }) => unread_count > 0);
      if (unread === undefined || epoch !== this.#epoch) return;
      this.#open(unread, {});
      this.#window?.offer();
    } catch {
      // Nobody asked for it: who opens a chat hears what is wrong.
    }
  }

  get #words(): Words {
    return wordsOf(this.#settings.language);
  }

  #shownWindow(): ChatWindow {
    this.#window ??= new ChatWindow({
      settings: this.#settings,
      words: this.#words,
      onShown: () => {
        this.#count();
      },
    });
    return this.#window;
  }

  #open(chat: Chat, { title, sellerName }: ChatNames): void {
    const [words, shown, api] = [this.#words, this.#shownWindow(), this.#api];
    const conversation = new Conversation({ api, visitor: this.#visitor, chat, side: 'buyer' });
    const listing = title ?? this.#settings.listingTitle(chat.iphone_id);
    const view = new ChatView({
      api,
      conversation,
      drafts: this.#visitor.drafts,
      words,
      times: timesOf(this.#settings.language),
      title: sellerName ?? words.chat,
      subtitle: listing ?? `${words.listing} № ${chat.iphone_id}`,
      leave: { icon: 'minimise', label: words.close },
      onLeave: () => {
        shown.hide();
      },
      onHidden: () => {
        this.#close();
        shown.clear();
      },
    });
    const stop = conversation.state.subscribe(() => {
      this.#count();
    });
    this.#opened = { conversation, view, stop };
    shown.setView(view);
    conversation.open();
  }

  #count(): void {
    const unread = this.#opened?.conversation.unread.length ?? 0;
    this.#window?.setUnread(unread);
  }

  #close(): void {
    if (this.#opened === null) return;
    const { conversation, view, stop } = this.#opened;
    this.#opened = null;
    stop();
    view.destroy();
    conversation.close();
  }
}
