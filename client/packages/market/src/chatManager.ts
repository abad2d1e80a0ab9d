import { readAddress } from './address.ts';
import type { ChatNames, MarketApp, WindowApp } from './appInterface.ts';
import { countDrafts, forgetDrafts } from './loader/drafts.ts';
import { LoadingWindow } from './loader/loadingWindow.ts';
import { findUnreadChat } from './loader/unreadChat.ts';
import type { Settings } from './settings.ts';
import { Visitor } from './visitor.ts';

export type { ChatNames };

/** A buyer's chats on a shop's page: `window.chatManager`. */
export class ChatManager {
  readonly #load: (settings: Settings) => Promise<MarketApp>;
  readonly #visitor: Visitor;
  #settings: Settings;
  #window: WindowApp | null = null;
  #loading: LoadingWindow | null = null;
  /** Changes with each call that shows or hides something: a late answer is recognised by it. */
  #epoch = 0;

  constructor(settings: Settings, load: (settings: Settings) => Promise<MarketApp>) {
    this.#settings = settings;
    this.#load = load;
    this.#visitor = new Visitor(() => this.#settings);
  }

  /** Settings that the script's attributes cannot express. */
  configure(settings: Partial<Settings>): void {
    this.#epoch += 1;
    this.#removeLoading();
    this.#window?.destroy();
    this.#window = null;
    this.#settings = { ...this.#settings, ...settings };
    void this.#openLinked();
  }

  /** Opens the chat with the seller of a listing; a visitor without an account becomes a guest. */
  async openChat(
    sellerId: number | string,
    iphoneId: number | string,
    names: ChatNames = {},
  ): Promise<void> {
    await this.#show((app) => app.open(Number(sellerId), Number(iphoneId), names));
  }

  /** Minimises the window; the chat stays live behind its button. */
  closeChat(): void {
    this.#epoch += 1;
    this.#removeLoading();
    this.#window?.hide();
  }

  /** The number of chats, as a buyer and as a seller, that have an unsent text. */
  countDrafts(): number {
    return countDrafts();
  }

  /** Deletes all drafts. A page calls it when its user signs out. */
  forgetDrafts(): void {
    forgetDrafts();
  }

  /** Opens the message that a link leads to, or shows the button if the visitor has an unread reply. */
  async resume(): Promise<void> {
    if ((await this.#openLinked()) || !this.#visitor.mayHaveChats) return;
    const epoch = this.#epoch;
    const chatId = await findUnreadChat(this.#settings, this.#visitor);
    if (chatId === null || epoch !== this.#epoch) return;
    try {
      await this.#mount();
      if (epoch === this.#epoch) this.#window?.offer(chatId);
    } catch {
      // The visitor did not ask for it; opening a chat shows what is wrong.
    }
  }

  async #openLinked(): Promise<boolean> {
    const address = readAddress();
    // A seller's inbox on the page opens it.
    const hasInbox = document.getElementById('profilePage') !== null && !this.#visitor.isGuest;
    if (address === null || hasInbox) return false;
    await this.#show((app) => app.openLinked(address));
    return true;
  }

  /** Loads the window, and says so meanwhile. */
  async #show(show: (app: WindowApp) => void | Promise<void>): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.#removeLoading();
    if (this.#window === null) this.#loading = new LoadingWindow(this.#settings);
    try {
      await this.#mount();
    } catch (error) {
      if (epoch !== this.#epoch) return;
      this.#loading?.fail(error, () => void this.#show(show));
      return;
    }
    if (epoch !== this.#epoch) return;
    this.#removeLoading();
    if (this.#window !== null) await show(this.#window);
  }

  async #mount(): Promise<void> {
    const settings = this.#settings;
    const app = await this.#load(settings);
    if (settings === this.#settings) this.#window ??= app.mountWindow(settings);
  }

  #removeLoading(): void {
    this.#loading?.remove();
    this.#loading = null;
  }
}
