import type { Words } from '../words.ts';
import { h, icon, say } from './dom.ts';

/** Characters of the longest message, and from how many left on it is said. */
const LONGEST = 2_000;
const SOON = 200;

interface ComposerOptions {
  readonly words: Words;
  /** The draft that it begins with. */
  readonly text: string;
  /** Each time another text stands in it. */
  readonly onText: (text: string) => void;
  /** True where it was taken. */
  readonly onSend: (text: string) => boolean;
  readonly onType: (isEmpty: boolean) => void;
}

/** Where one writes: Enter sends, Shift+Enter begins a line. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #left: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #options: ComposerOptions;

  constructor(options: ComposerOptions) {
    this.#options = options;
    const { words } = options;
    this.#field = h('textarea', {
      attributes: { rows: '1', 'aria-label': words.message, placeholder: words.message },
    });
    this.#left = h('span', { class: 'left', attributes: { role: 'status' } });
    this.#button = h(
      'button',
      {
        class: 'send',
        type: 'submit',
        title: words.send,
        attributes: { 'aria-label': words.send },
      },
      icon('send'),
    );
    this.element = h('form', { class: 'composer' }, this.#field, this.#left, this.#button);
    this.#field.value = options.text;
    this.#listen();
    this.#changed();
  }

  /** In sight, it is as high as its text. */
  focus(): void {
    this.#changed();
    this.#field.focus();
  }

  set isDisabled(isDisabled: boolean) {
    this.#field.disabled = isDisabled;
    this.#changed();
  }

  #listen(): void {
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener('input', () => {
      this.#changed();
      this.#options.onText(this.#field.value);
      this.#options.onType(this.#field.value === '');
    });
    this.#field.addEventListener('blur', () => {
      this.#options.onType(true);
    });
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    // What is typed here is no shortcut of the shop's.
    for (const name of ['keydown', 'keypress', 'keyup'] as const) {
      this.element.addEventListener(name, (event) => {
        if (event.key !== 'Escape') event.stopPropagation();
      });
    }
  }

  #send(): void {
    const text = this.#field.value;
    if (!this.#isSendable || !this.#options.onSend(text)) return;
    this.#field.value = '';
    this.#options.onText('');
    this.#changed();
  }

  get #isSendable(): boolean {
    const text = this.#field.value;
    return !this.#field.disabled && text.trim() !== '' && lengthOf(text) <= LONGEST;
  }

  #changed(): void {
    const left = LONGEST - lengthOf(this.#field.value);
    say(this.#left, left < SOON ? this.#options.words.characters(left) : '');
    this.#left.classList.toggle('over', left < 0);
    this.#button.disabled = !this.#isSendable;
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, 120)}px`;
  }
}

/** In Unicode scalar values, as the server counts. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
