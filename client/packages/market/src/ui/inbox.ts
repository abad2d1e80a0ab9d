import { byListing, type Listing } from '../inboxList.ts';
import type { InboxState } from '../inboxFeed.ts';
import type { Settings } from '../settings.ts';
import type { Chat } from '../types.ts';
import { problemText, type Words } from '../words.ts';
import type { ChatView } from './chatView.ts';
import { arrange, h, say, type Item } from './dom.ts';
import { makeHost } from './host.ts';
import type { Times } from './times.ts';

interface InboxOptions {
  readonly settings: Settings;
  readonly words: Words;
  readonly times: Times;
  readonly onChoose: (chat: Chat) => void;
}

/** A seller's chats by listing, and the one that is open beside them. */
export class Inbox {
  readonly host: HTMLElement;
  readonly #options: InboxOptions;
  readonly #root: HTMLElement;
  readonly #listings = h('div', { class: 'listings' });
  readonly #empty = h('p', { class: 'empty', attributes: { role: 'status' } });
  readonly #place = h('div', { class: 'place' });
  readonly #total = h('span', { class: 'badge' });
  #view: ChatView | null = null;
  #openId: number | null = null;

  constructor(options: InboxOptions) {
    this.#options = options;
    const { words, settings } = options;
    const [host, root] = makeHost('inbox', settings);
    this.host = host;
    this.#root = h(
      'div',
      { class: 'inbox' },
      h(
        'nav',
        { class: 'chats', attributes: { 'aria-label': words.chats } },
        h('h2', {}, words.chats, ' ', this.#total),
        this.#empty,
        this.#listings,
      ),
      this.#place,
    );
    this.#root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#view === null) return;
      event.stopPropagation();
      this.#view.closeInner();
    });
    root.append(this.#root);
    this.setView(null, null);
  }

  update({ chats, problem }: InboxState): void {
    const { words } = this.#options;
    const listings = byListing(chats ?? []);
    this.#empty.hidden = listings.length > 0 && problem === null;
    const nothing = chats === null ? words.loading : words.noChats;
    say(this.#empty, problem === null ? nothing : problemText(words, problem));
    badge(
      this.#total,
      listings.reduce((sum, { unread }) => sum + unread, 0),
      words,
    );
    arrange(
      this.#listings,
      listings.map((listing) => this.#listing(listing)),
    );
  }

  /** Shows an open chat, or that one may be chosen. */
  setView(view: ChatView | null, chatId: number | null): void {
    const left = this.#openId;
    this.#view = view;
    this.#openId = chatId;
    this.#root.classList.toggle('is-open', view !== null);
    this.#place.replaceChildren(
      view?.element ?? h('p', { class: 'empty' }, this.#options.words.choose),
    );
    for (const button of this.#listings.querySelectorAll<HTMLElement>('button')) {
      this.#mark(button);
      if (view === null && button.dataset['key'] === `c${left ?? ''}`) button.focus();
    }
    view?.show();
  }

  #listing({ iphoneId, chats, unread }: Listing): Item {
    const { words, settings } = this.#options;
    return {
      key: `l${iphoneId}`,
      make: () =>
        h(
          'section',
          {},
          h('h3', {}, h('span', { class: 'title' }), h('span', { class: 'badge' })),
          h('div', { class: 'rows' }),
        ),
      update: (element) => {
        const title = settings.listingTitle(iphoneId) ?? `${words.listing} № ${iphoneId}`;
        say(part(element, 'h3 > .title'), title);
        badge(part(element, 'h3 > .badge'), unread, words);
        arrange(
          part(element, '.rows'),
          chats.map((chat) => this.#row(chat)),
        );
      },
    };
  }

  #row(chat: Chat): Item {
    const { words, times, onChoose } = this.#options;
    return {
      key: `c${chat.id}`,
      make: () =>
        h(
          'button',
          {
            class: 'row',
            onClick: () => {
              onChoose(chat);
            },
          },
          h('span', { class: 'name' }, buyerName(chat, words)),
          h('time', {}),
          h('span', { class: 'preview' }),
          h('span', { class: 'badge' }),
        ),
      update: (element) => {
        const at = chat.last_message_time;
        say(part(element, 'time'), at === null ? '' : times.short(at));
        say(part(element, '.preview'), chat.last_message ?? '…');
        badge(part(element, '.badge'), chat.unread_count, words);
        this.#mark(element);
      },
    };
  }

  #mark(row: HTMLElement): void {
    if (row.dataset['key'] === `c${this.#openId ?? ''}`) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

/** What a buyer is called: nobody has told the server a name. */
export function buyerName({ buyer_id, buyer_is_registered }: Chat, words: Words): string {
  if (buyer_id === null) return words.buyer;
  return buyer_is_registered
    ? `${words.buyer} № ${buyer_id}`
    : `${words.guest} ${buyer_id.slice(0, 4)}`;
}

function badge(element: HTMLElement, count: number, words: Words): void {
  element.hidden = count === 0;
  say(element, String(count));
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', words.unread(count));
}

function part(element: HTMLElement, selector: string): HTMLElement {
  const found = element.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`made without ${selector}`);
  return found;
}
