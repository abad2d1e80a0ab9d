import { oldBrowserWords } from '@vestnik/ui/oldBrowser';

import type { InboxApp, MarketApp } from './appInterface.ts';
import { OldBrowserError } from './loader/loadApp.ts';
import { defaultContainer, statusElement } from './oldBrowser/inboxStatus.ts';
import type { Settings } from './settings.ts';

export interface SellerChatsOptions extends Partial<Settings> {
  /** Where the inbox goes; default: `#sellerChats`, else the end of `#profilePage`. */
  readonly container?: HTMLElement;
}

/** A page has one inbox: the page's own replaces the one that the script rendered by itself. */
let current: SellerInbox | null = null;

/** A seller's inbox on a shop's page. */
export class SellerInbox {
  #inbox: InboxApp | null = null;
  #isDestroyed = false;
  #stopWaiting: (() => void) | null = null;

  constructor(
    defaults: Settings,
    { container, ...changes }: SellerChatsOptions,
    load: (settings: Settings) => Promise<MarketApp>,
  ) {
    current?.destroy();
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the page's inbox, no scope's
    current = this;
    const settings = { ...defaults, ...changes };
    const target = () => container ?? defaultContainer();
    const mount = async (): Promise<void> => {
      const app = await load(settings);
      if (this.#isDestroyed) return;
      this.#inbox = app.mountInbox(settings, target());
    };
    const attempt = (): void => {
      mount().catch((error: unknown) => {
        if (error instanceof OldBrowserError) {
          if (!this.#isDestroyed) this.#inbox = oldBrowserNotice(settings, target());
          return;
        }
        // The server is down: the next time that the page is looked at, it is tried again.
        if (!this.#isDestroyed) this.#stopWaiting = onceLookedAt(attempt);
      });
    };
    attempt();
  }

  /** Reads the chats again. */
  refresh(): void {
    this.#inbox?.refresh();
  }

  /** Removes the inbox. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#stopWaiting?.();
    this.#inbox?.destroy();
    this.#inbox = null;
  }
}

/** Calls back once: a page that is looked at again often is online again too. */
function onceLookedAt(onLook: () => void): () => void {
  const waiting = new AbortController();
  const { signal } = waiting;
  const look = (): void => {
    waiting.abort();
    onLook();
  };
  addEventListener('online', look, { signal });
  addEventListener('focus', look, { signal });
  return () => {
    waiting.abort();
  };
}

/** Instead of an inbox that the browser is too old for. */
function oldBrowserNotice({ language }: Settings, container: HTMLElement): InboxApp {
  const { title, advice } = oldBrowserWords(language);
  const notice = statusElement(`${title}. ${advice}`);
  container.append(notice);
  return {
    refresh: () => undefined,
    destroy: () => {
      notice.remove();
    },
  };
}
