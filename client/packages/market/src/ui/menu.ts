import { h, iconButton } from './dom.ts';

interface Entry {
  readonly label: string;
  readonly act: () => Promise<void>;
}

/** What one may do besides writing, behind a button. */
export class Menu {
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #list: HTMLElement;

  constructor(label: string, entries: readonly Entry[]) {
    this.#button = iconButton('more', label, () => {
      this.#toggle(this.#list.hasAttribute('hidden'));
    });
    this.#button.setAttribute('aria-haspopup', 'true');
    this.#list = h(
      'div',
      { class: 'menu', hidden: true, attributes: { role: 'group', 'aria-label': label } },
      ...entries.map((entry) => this.#entry(entry)),
    );
    this.element = h('div', { class: 'menu-place' }, this.#button, this.#list);
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      const isInside = relatedTarget instanceof Node && this.element.contains(relatedTarget);
      if (!isInside) this.#toggle(false);
    });
    this.#toggle(false);
  }

  /** False where it was closed already. */
  close(): boolean {
    if (this.#list.hidden) return false;
    this.#toggle(false);
    this.#button.focus();
    return true;
  }

  #entry({ label, act }: Entry): HTMLElement {
    const onClick = (): void => {
      this.close();
      void act();
    };
    return h('button', { onClick }, label);
  }

  #toggle(isOpen: boolean): void {
    this.#list.hidden = !isOpen;
    this.#button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) this.#list.querySelector('button')?.focus();
  }
}
