import { MarketApi } from './api.ts';
import { Conversation } from './conversation.ts';
import { InboxFeed } from './inboxFeed.ts';
import { unreadOf } from './inboxList.ts';
import type { Settings } from './settings.ts';
import type { Chat } from './types.ts';
import { ChatView } from './ui/chatView.ts';
import { buyerName, Inbox } from './ui/inbox.ts';
import { timesOf } from './ui/times.ts';
import { TitleCount } from './ui/titleCount.ts';
import { Visitor } from './visitor.ts';
import { wordsOf } from './words.ts';

export interface SellerChatsOptions extends Partial<Settings> {
  /** Where the inbox goes; `#sellerChats` unless told, or else the end of `#profilePage`. */
  readonly container?: HTMLElement;
}

interface Opened {
  readonly conversation: Conversation;
  readonly view: ChatView;
}

/** One inbox a page: that which the script began by itself gives way to the page's own. */
let current: SellerInbox | null = null;

/** A seller's inbox on a shop's page. */
export class SellerInbox {
  readonly #settings: Settings;
  readonly #api: MarketApi;
  readonly #visitor: Visitor;
  readonly #feed: InboxFeed;
  readonly #inbox: Inbox;
  readonly #title = new TitleCount();
  #opened: Opened | null = null;

  constructor(defaults: Settings, { container, ...said }: SellerChatsOptions) {
    this.#settings = { ...defaults, ...said };
    this.#visitor = new Visitor(() => this.#settings);
    this.#api = new MarketApi(() => this.#settings, this.#visitor);
    this.#feed = new InboxFeed(this.#api, { isHeededHidden: this.#settings.countInTitle });
    const { language } = this.#settings;
    this.#inbox = new Inbox({
      settings: this.#settings,
      words: wordsOf(language),
      times: timesOf(language),
      onChoose: (chat) => {
        this.#open(chat);
      },
    });
    current?.destroy();
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the page's, not a scope's
    current = this;
    (container ?? placeOf(document)).append(this.#inbox.host);
    this.#feed.state.subscribe(() => {
      const state = this.#feed.state.get();
      this.#inbox.update(state);
      if (this.#settings.countInTitle) this.#title.show(unreadOf(state.chats ?? []));
    });
    this.#inbox.update(this.#feed.state.get());
    // Sellers have accounts: of a guest nothing is asked.
    if (this.#visitor.isGuest) this.#feed.refuse();
    else this.#feed.start();
  }

  /** Asks for the chats now. */
  refresh(): void {
    this.#feed.refresh();
  }

  /** Takes the inbox away. */
  destroy(): void {
    this.#close();
    this.#feed.stop();
    this.#title.show(0);
    this.#inbox.host.remove();
  }

  #open(chat: Chat): void {
    if (this.#opened?.conversation.chat.id === chat.id) return;
    this.#close();
    const words = wordsOf(this.#settings.language);
    const conversation = new Conversation({
      api: this.#api,
      visitor: this.#visitor,
      chat,
      side: 'seller',
      onNews: () => {
        this.#feed.refresh();
      },
    });
    const leave = (): void => {
      this.#close();
      this.#inbox.setView(null, null);
      this.#feed.refresh();
    };
    const listing = this.#settings.listingTitle(chat.iphone_id);
    const view = new ChatView({
      api: this.#api,
      conversation,
      drafts: this.#visitor.drafts,
      words,
      times: timesOf(this.#settings.language),
      title: buyerName(chat, words),
      subtitle: listing ?? `${words.listing} № ${chat.iphone_id}`,
      leave: { icon: 'back', label: words.back },
      onLeave: leave,
      onHidden: leave,
    });
    this.#opened = { conversation, view };
    this.#inbox.setView(view, chat.id);
    conversation.open();
  }

  #close(): void {
    if (this.#opened === null) return;
    const { conversation, view } = this.#opened;
    this.#opened = null;
    view.destroy();
    conversation.close();
  }
}

function placeOf(page: Document): HTMLElement {
  return page.getElementById('sellerChats') ?? page.getElementById('profilePage') ?? page.body;
}
