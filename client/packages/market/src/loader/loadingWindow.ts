import { oldBrowserWords } from '@vestnik/ui/oldBrowser';

import type { Settings } from '../settings.ts';
import { OldBrowserError } from './loadApp.ts';
import { loaderStrings } from './strings.ts';

const STYLES = `
:host { all: initial !important; color-scheme: light dark !important; display: block !important }
:host([theme=light]) { color-scheme: light !important }
:host([theme=dark]) { color-scheme: dark !important }
div {
  all: unset; position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; box-sizing: border-box;
  display: grid; align-content: center; justify-items: center; gap: 16px; width: 380px;
  height: min(600px, 100dvh - 40px); padding: 24px; border: 1px solid light-dark(#dde3e4, #2a3437);
  border-radius: 16px; background: canvas; color: canvastext;
  background: light-dark(#fff, #161c1e); color: light-dark(#566366, #9fadb0);
  font: 15px/1.4 system-ui, sans-serif; text-align: center
}
p { margin: 0 }
button {
  min-height: 44px; padding: 0 16px; border: 1px solid light-dark(#7d8a8d, #6c7b7f);
  border-radius: 10px; background: none; color: light-dark(#182022, #e8eded); font: inherit;
  cursor: pointer
}
button + button { border: 0 }
[hidden] { display: none }
@media (width <= 520px) {
  div { inset: 0; width: auto; height: 100dvh; border: 0; border-radius: 0 }
}`;

/** Stands instead of the window while the application is loaded, or could not be. */
export class LoadingWindow {
  readonly #host = document.createElement('vestnik-chat');

  constructor(settings: Settings) {
    const { language, theme } = settings;
    this.#host.setAttribute('kind', 'window');
    if (theme !== null) this.#host.setAttribute('theme', theme);
    const root = this.#host.attachShadow({ mode: 'open' });
    // An older browser says without styles that it is too old.
    if ('adoptedStyleSheets' in document) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [sheet];
    }
    const box = document.createElement('div');
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', loaderStrings(language).chat);
    box.setAttribute('popover', 'manual');
    this.#status.setAttribute('role', 'status');
    this.#status.textContent = loaderStrings(language).loading;
    box.append(this.#status);
    root.append(box);
    this.#box = box;
    this.#language = language;
    // Beside the body, which some shops replace under their visitors.
    document.documentElement.append(this.#host);
    if ('showPopover' in box) box.showPopover();
  }

  readonly #box: HTMLElement;
  readonly #language: Settings['language'];
  readonly #status = document.createElement('p');

  /** Says why there is no application; a browser that is too old would fail again. */
  fail(error: unknown, onRetry: () => void): void {
    const strings = loaderStrings(this.#language);
    const close = button(strings.close, () => {
      this.remove();
    });
    if (error instanceof OldBrowserError) {
      const { title, advice } = oldBrowserWords(this.#language);
      this.#status.textContent = `${title}. ${advice}`;
      this.#box.append(close);
    } else {
      this.#status.textContent = strings.unreachable;
      this.#box.append(button(strings.retry, onRetry), close);
    }
    this.#box.querySelector('button')?.focus();
  }

  remove(): void {
    this.#host.remove();
  }
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}
