import type { Pending } from '@vestnik/sdk';
import { RovingRows } from '@vestnik/ui/keyboard';

import type { Conversation, Draft } from '../conversation.ts';
import type { Message } from '../types.ts';
import type { Words } from '../words.ts';
import { arrange, h, iconButton, say, type Item } from './dom.ts';
import type { Times } from './times.ts';

interface LogOptions {
  readonly conversation: Conversation;
  readonly words: Words;
  readonly times: Times;
  readonly onReport: (message: Message) => void;
}

/** Pixels from the end that still count as the end. */
const NEAR = 40;

/** A chat's messages and what waits to be sent, the newest last. */
export class MessageLog {
  readonly element: HTMLElement;
  readonly #options: LogOptions;
  readonly #list: HTMLElement;
  readonly #older: HTMLButtonElement;
  readonly #empty: HTMLElement;
  readonly #roving: RovingRows;
  #isAtEnd = true;
  #height = 0;

  constructor(options: LogOptions) {
    this.#options = options;
    const { words, conversation } = options;
    this.#older = h('button', {
      class: 'older',
      attributes: { 'data-row': '' },
      onClick: () => void conversation.loadOlder(),
    });
    this.#empty = h('p', { class: 'empty' });
    this.#list = h('div', { class: 'list' });
    this.element = h(
      'div',
      {
        class: 'log',
        attributes: {
          role: 'log',
          'aria-label': words.messages,
          'aria-description': words.logKeys,
        },
      },
      this.#older,
      this.#empty,
      this.#list,
    );
    this.#roving = new RovingRows(this.element);
    this.element.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.element;
      this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
      if (this.isAtEnd) conversation.read();
    });
  }

  /** Whether the newest message is in sight. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  scrollToEnd(): void {
    this.#isAtEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  update(): void {
    const { conversation, words } = this.#options;
    const { timeline, isLoading } = conversation.state.get();
    const { messages, hasOlder } = timeline;
    const waiting = unsent(conversation);
    this.#older.hidden = messages.length === 0 || !hasOlder;
    say(this.#older, isLoading ? words.loading : words.older);
    this.#empty.hidden = messages.length + waiting.length > 0;
    say(this.#empty, isLoading ? words.loading : words.empty);
    const before = this.element.scrollTop;
    arrange(this.#list, [
      ...this.#items(messages),
      ...waiting.map((letter) => this.#unsentItem(letter)),
    ]);
    this.#roving.refresh();
    const { scrollHeight } = this.element;
    if (this.#isAtEnd) this.scrollToEnd();
    // What came above pushes nothing away; what came below is below.
    else if (this.#grewAbove) this.element.scrollTop = before + scrollHeight - this.#height;
    this.#height = scrollHeight;
  }

  #oldest: number | undefined;

  get #grewAbove(): boolean {
    const [oldest] = this.#options.conversation.state.get().timeline.messages;
    const known = this.#oldest;
    this.#oldest = oldest?.id;
    return known !== undefined && oldest !== undefined && oldest.id < known;
  }

  #items(messages: readonly Message[]): Item[] {
    const { times } = this.#options;
    let day = '';
    return messages.flatMap((message) => {
      const today = times.day(message.created_at);
      const items = [this.#item(message)];
      if (today !== day) items.unshift(separator(today));
      day = today;
      return items;
    });
  }

  #item(message: Message): Item {
    const { conversation, words, times } = this.#options;
    const isMine = conversation.isMine(message);
    return {
      key: `m${message.id}`,
      make: () => {
        const actions = isMine
          ? null
          : iconButton('flag', words.report, () => {
              this.#options.onReport(message);
            });
        const status = h('span', { class: 'status' });
        const time = h(
          'time',
          { attributes: { datetime: message.created_at } },
          times.clock(message.created_at),
        );
        return bubble(isMine, this.#writer(isMine), message.message_text, [time, status, actions]);
      },
      update: (element) => {
        const status = element.querySelector<HTMLElement>('.status');
        if (status === null || !isMine) return;
        say(status, message.is_read ? words.read : words.sent);
        status.classList.toggle('read', message.is_read);
      },
    };
  }

  #unsentItem(letter: Pending<Draft>): Item {
    const { conversation, words } = this.#options;
    return {
      key: `p${letter.clientId}:${letter.state}`,
      make: () => {
        const isFailed = letter.state === 'failed';
        const status = h('span', { class: 'status' }, isFailed ? words.failed : words.sending);
        const button = (label: string, act: () => Promise<void>): HTMLElement =>
          h('button', { class: 'link', onClick: () => void act() }, label);
        const { outbox } = conversation;
        const element = bubble(true, words.you, letter.text, [
          status,
          isFailed ? button(words.retry, () => outbox.retry(letter.clientId)) : null,
          isFailed ? button(words.discard, () => outbox.discard(letter.clientId)) : null,
        ]);
        element.classList.add(letter.state);
        return element;
      },
    };
  }

  #writer(isMine: boolean): string {
    const { conversation, words } = this.#options;
    if (isMine) return words.you;
    return conversation.side === 'buyer' ? words.seller : words.buyer;
  }
}

/** What waits, but for what came back already. */
function unsent(conversation: Conversation): Pending<Draft>[] {
  const { messages } = conversation.state.get().timeline;
  const known = new Set(messages.map(({ client_id }) => client_id));
  return conversation.outbox.state.get().filter(({ clientId }) => !known.has(clientId));
}

function separator(day: string): Item {
  return { key: `d${day}`, make: () => h('p', { class: 'day' }, day) };
}

function bubble(
  isMine: boolean,
  writer: string,
  text: string,
  foot: readonly (HTMLElement | null)[],
): HTMLElement {
  return h(
    'article',
    { class: isMine ? 'bubble own' : 'bubble', attributes: { 'aria-label': writer } },
    h('p', { class: 'text' }, text),
    h('div', { class: 'foot' }, ...foot),
  );
}
