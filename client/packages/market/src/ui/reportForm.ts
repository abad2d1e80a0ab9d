import type { Message } from '../types.ts';
import type { Words } from '../words.ts';
import { h, say } from './dom.ts';

/** Why a message is to be looked at by a moderator. */
export class ReportForm {
  readonly element: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #quote = h('blockquote');
  readonly #send: (message: Message, reason: string) => Promise<boolean>;
  #message: Message | null = null;
  #opener: Element | null = null;

  constructor(words: Words, send: (message: Message, reason: string) => Promise<boolean>) {
    this.#send = send;
    this.#field = h('textarea', { attributes: { rows: '2', maxlength: '2000', required: '' } });
    this.element = h(
      'form',
      { class: 'report', hidden: true, attributes: { 'aria-label': words.reportTitle } },
      h('strong', {}, words.reportTitle),
      this.#quote,
      h('label', {}, words.reason, this.#field),
      h(
        'div',
        { class: 'buttons' },
        h('button', { class: 'plain', onClick: () => this.close() }, words.cancel),
        h('button', { class: 'danger', type: 'submit' }, words.submit),
      ),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  open(message: Message): void {
    const root = this.element.getRootNode();
    this.#opener = root instanceof ShadowRoot ? root.activeElement : null;
    this.#message = message;
    say(this.#quote, message.message_text);
    this.element.hidden = false;
    this.#field.focus();
  }

  /** False where it was closed already. */
  close(): boolean {
    if (this.element.hidden) return false;
    this.element.hidden = true;
    this.#message = null;
    this.#field.value = '';
    if (this.#opener instanceof HTMLElement) this.#opener.focus();
    return true;
  }

  async #submit(): Promise<void> {
    const reason = this.#field.value;
    if (this.#message === null || reason.trim() === '') return;
    if (await this.#send(this.#message, reason)) this.close();
  }
}
