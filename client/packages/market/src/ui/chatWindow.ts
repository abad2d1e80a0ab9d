import type { Settings } from '../settings.ts';
import type { Words } from '../words.ts';
import { BackEntry } from './backEntry.ts';
import type { ChatView } from './chatView.ts';
import { h, icon, iconButton, say } from './dom.ts';
import { makeHost } from './host.ts';

interface ChatWindowOptions {
  readonly settings: Settings;
  readonly words: Words;
  /** It came up or went away. */
  readonly onShown: (isShown: boolean) => void;
}

/** Where it covers the page, as in the styles. */
const FULL_SCREEN = '(width <= 520px)';

/** A window over the shop's page, and the button that it becomes when it is put away. */
export class ChatWindow {
  readonly #host: HTMLElement;
  /**
   * In the browser's top layer, where the page's `transform`, `filter` and the like do not reach.
   * It is not the host: what is in a shadow root has its `::backdrop` out of the page's reach, too.
   */
  readonly #corner = h('div', { class: 'corner', attributes: { popover: 'manual' } });
  readonly #dialog: HTMLElement;
  readonly #launcher: HTMLButtonElement;
  readonly #badge = h('span', { class: 'badge' });
  readonly #options: ChatWindowOptions;
  readonly #backEntry = new BackEntry(() => {
    this.hide();
  });
  #view: ChatView | null = null;
  #opener: Element | null = null;

  constructor(options: ChatWindowOptions) {
    this.#options = options;
    const { words, settings } = options;
    const [host, root] = makeHost('window', settings);
    this.#host = host;
    this.#dialog = h('div', {
      class: 'window',
      hidden: true,
      attributes: { role: 'dialog', 'aria-label': words.chat },
    });
    this.#launcher = h(
      'button',
      {
        class: 'launcher',
        hidden: true,
        title: words.openChat,
        onClick: () => {
          this.show();
        },
      },
      icon('chat'),
      this.#badge,
    );
    this.#corner.append(this.#launcher, this.#dialog);
    root.append(this.#corner);
    this.#dialog.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      if (this.#view?.closeInner() !== true) this.hide();
    });
    // Beside the body, which some shops replace under their visitors.
    document.documentElement.append(host);
    if ('showPopover' in this.#corner) this.#corner.showPopover();
    this.setUnread(0);
  }

  get isShown(): boolean {
    return !this.#dialog.hidden;
  }

  /** Says what is to be waited for, or what went wrong and how to try again. */
  wait(text: string, onRetry: (() => void) | null): void {
    const { words } = this.#options;
    const close = iconButton('minimise', words.close, () => {
      this.hide();
    });
    const retry =
      onRetry === null ? null : h('button', { class: 'plain', onClick: onRetry }, words.retry);
    this.#fill(null, [
      h('header', {}, close, h('div', { class: 'names' }, h('h2', {}, words.chat))),
      h('div', { class: 'waiting' }, h('p', { attributes: { role: 'status' } }, text), retry),
    ]);
    if (this.isShown) close.focus();
  }

  setView(view: ChatView): void {
    this.#fill(view, [view.element]);
    if (this.isShown) view.show();
  }

  show(): void {
    if (!this.isShown) this.#opener = document.activeElement;
    this.#dialog.hidden = false;
    this.#launcher.hidden = true;
    this.#view?.show();
    if (this.#view === null) this.#dialog.querySelector('button')?.focus();
    if (matchMedia(FULL_SCREEN).matches) this.#backEntry.hold();
    this.#options.onShown(true);
  }

  /** Puts it away; who opened it is where the keyboard goes on. */
  hide(): void {
    if (!this.isShown) return;
    this.#dialog.hidden = true;
    this.#launcher.hidden = this.#view === null;
    this.#view?.hide();
    this.#backEntry.release();
    this.#options.onShown(false);
    const isOpenerThere = this.#opener instanceof HTMLElement && this.#opener.isConnected;
    const opener = isOpenerThere && this.#opener !== this.#host ? this.#opener : this.#launcher;
    if (opener instanceof HTMLElement) opener.focus();
  }

  /** Takes everything away: there is no chat. */
  clear(): void {
    this.hide();
    this.#launcher.hidden = true;
    this.#fill(null, []);
  }

  /** Shows the button alone, for a chat that waits. */
  offer(): void {
    if (!this.isShown) this.#launcher.hidden = false;
  }

  setUnread(count: number): void {
    const { words } = this.#options;
    this.#badge.hidden = count === 0;
    say(this.#badge, count > 99 ? '99+' : String(count));
    const label = count === 0 ? words.openChat : `${words.openChat}. ${words.unread(count)}`;
    this.#launcher.setAttribute('aria-label', label);
  }

  destroy(): void {
    this.#backEntry.release();
    this.#host.remove();
  }

  #fill(view: ChatView | null, children: readonly (Node | null)[]): void {
    this.#view = view;
    if (view === null) this.#dialog.removeAttribute('aria-labelledby');
    else this.#dialog.setAttribute('aria-labelledby', view.titleId);
    this.#dialog.replaceChildren(...children.filter((child) => child !== null));
  }
}
