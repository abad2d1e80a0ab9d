import type { Drafts } from '@vestnik/sdk';

import type { MarketApi } from '../api.ts';
import type { Conversation } from '../conversation.ts';
import type { Message } from '../types.ts';
import { problemText, type Words } from '../words.ts';
import { Composer } from './composer.ts';
import { h, iconButton, say } from './dom.ts';
import { Menu } from './menu.ts';
import { MessageLog } from './messageLog.ts';
import { ReportForm } from './reportForm.ts';
import type { Times } from './times.ts';

export interface ChatViewOptions {
  readonly api: MarketApi;
  readonly conversation: Conversation;
  readonly drafts: Drafts;
  readonly words: Words;
  readonly times: Times;
  readonly title: string;
  readonly subtitle: string;
  /** What puts the chat away, and its name and picture. */
  readonly leave: { readonly icon: 'minimise' | 'back'; readonly label: string };
  readonly onLeave: () => void;
  /** It is hidden now: nothing is left to show. */
  readonly onHidden: () => void;
}

/** How many are there, so that ids differ. */
let views = 0;

/** An open chat: who it is with, its messages, and where one writes. */
export class ChatView {
  readonly element: HTMLElement;
  readonly titleId: string;
  readonly #options: ChatViewOptions;
  readonly #log: MessageLog;
  readonly #composer: Composer;
  readonly #menu: Menu;
  readonly #report: ReportForm;
  readonly #state = h('p', { class: 'state', attributes: { role: 'status' } });
  readonly #notice = h('p', { class: 'notice', attributes: { role: 'alert' } });
  readonly #subscriptions: (() => void)[];
  #isShown = false;
  #said: string | null = null;

  constructor(options: ChatViewOptions) {
    this.#options = options;
    const { conversation, drafts, words } = options;
    const draft = `${conversation.side}:${conversation.chat.id}`;
    views += 1;
    this.titleId = `chat-${views}`;
    this.#menu = this.#makeMenu();
    this.#report = new ReportForm(words, (message, reason) => this.#sendReport(message, reason));
    this.#log = new MessageLog({
      ...options,
      onReport: (message) => {
        this.#report.open(message);
      },
    });
    this.#composer = new Composer({
      words,
      text: drafts.of(draft)?.text ?? '',
      onText: (text) => {
        drafts.keep(draft, { text });
      },
      onSend: (text) => this.#send(text),
      onType: (isEmpty) => {
        conversation.typed(isEmpty);
      },
    });
    this.element = h(
      'section',
      { class: 'chat', attributes: { 'aria-labelledby': this.titleId } },
      this.#header(),
      this.#notice,
      this.#log.element,
      this.#report.element,
      this.#composer.element,
    );
    const update = this.#update;
    this.#subscriptions = [
      conversation.state.subscribe(update),
      conversation.outbox.state.subscribe(update),
      conversation.typists.state.subscribe(update),
      conversation.socket.status.subscribe(update),
    ];
    document.addEventListener('visibilitychange', this.#look);
    globalThis.addEventListener('focus', this.#look);
    this.#update();
  }

  /** In sight: what comes is read. */
  show(): void {
    this.#isShown = true;
    this.#log.scrollToEnd();
    this.#composer.focus();
    this.#look();
  }

  /** Out of sight: what comes stays unread. */
  hide(): void {
    this.#isShown = false;
  }

  /** Closes what is open within; false where nothing was. */
  closeInner(): boolean {
    return this.#menu.close() || this.#report.close();
  }

  destroy(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    document.removeEventListener('visibilitychange', this.#look);
    globalThis.removeEventListener('focus', this.#look);
    this.element.remove();
  }

  #header(): HTMLElement {
    const { title, subtitle, leave, onLeave } = this.#options;
    return h(
      'header',
      {},
      iconButton(leave.icon, leave.label, onLeave, `icon ${leave.icon}`),
      h(
        'div',
        { class: 'names' },
        h('h2', { id: this.titleId }, title),
        h('p', { class: 'subtitle' }, subtitle),
        this.#state,
      ),
      this.#menu.element,
    );
  }

  #makeMenu(): Menu {
    const { api, conversation, words, onHidden } = this.#options;
    const { id } = conversation.chat;
    const block = (isBlocked: boolean): (() => Promise<void>) => {
      return async () => {
        const isDone = await conversation.attempt(() => api.setBlocked(id, isBlocked));
        if (isDone) this.#say(isBlocked ? words.blockedByMe : null);
      };
    };
    return new Menu(words.actions, [
      {
        label: words.hide,
        act: async () => {
          if (await conversation.attempt(() => api.hide(id))) onHidden();
        },
      },
      { label: words.block, act: block(true) },
      { label: words.unblock, act: block(false) },
    ]);
  }

  #send(text: string): boolean {
    const isTaken = this.#options.conversation.send(text);
    if (isTaken) this.#log.scrollToEnd();
    return isTaken;
  }

  async #sendReport(message: Message, reason: string): Promise<boolean> {
    const { api, conversation, words } = this.#options;
    const report = { message_id: message.id, reason };
    const isSent = await conversation.attempt(() => api.report(conversation.chat.id, report));
    if (isSent) this.#say(words.reported);
    return isSent;
  }

  /** Says what came of something, until something else is to be said. */
  #say(text: string | null): void {
    this.#said = text;
    this.#update();
  }

  readonly #update = (): void => {
    const { conversation, words } = this.#options;
    const { problem } = conversation.state.get();
    const status = conversation.socket.status.get();
    this.#log.update();
    say(this.#state, this.#stateText());
    this.#state.classList.toggle('online', this.#isOtherHere);
    const failure = status.name === 'failed' && status.why !== 'unreachable' ? status.why : null;
    const gone = failure === 'removed' ? words.removed : words.signedOut;
    const known = problem === null ? this.#said : problemText(words, problem);
    const text = failure === null ? known : gone;
    this.#notice.hidden = text === null;
    this.#notice.classList.toggle('quiet', problem === null && failure === null);
    say(this.#notice, text ?? '');
    this.#composer.isDisabled = failure !== null;
    this.#look();
  };

  get #isOtherHere(): boolean {
    const { conversation } = this.#options;
    return conversation.isOtherTyping || conversation.state.get().isOnline === true;
  }

  #stateText(): string {
    const { conversation, words } = this.#options;
    const { name } = conversation.socket.status.get();
    if (name === 'connecting') return words.connecting;
    if (name === 'waiting') return words.waiting;
    if (name !== 'open') return '';
    if (conversation.isOtherTyping) return words.typing;
    const { isOnline } = conversation.state.get();
    if (isOnline === null) return '';
    return isOnline ? words.online : words.offline;
  }

  /** Reads what is in sight of somebody who is there. */
  readonly #look = (): void => {
    const isLookedAt = document.visibilityState === 'visible' && document.hasFocus();
    if (this.#isShown && isLookedAt && this.#log.isAtEnd) this.#options.conversation.read();
  };
}
