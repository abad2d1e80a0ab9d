/** What the scripts of a page and the application that they load on demand expect of each other. */
import type { ChatAddress } from './address.ts';
import type { Settings } from './settings.ts';

/** What a page may know of a chat, for its header. */
export interface ChatNames {
  /** What the listing is called. */
  readonly title?: string;
  readonly sellerName?: string;
}

/** A buyer's window. */
export interface WindowApp {
  /** Shows the chat with the seller of a listing. */
  open(sellerId: number, iphoneId: number, names: ChatNames): Promise<void>;
  /** Shows what a link leads to. */
  openLinked(address: ChatAddress): Promise<void>;
  /** Shows only the button, for a chat with an unread reply. */
  offer(chatId: number): void;
  hide(): void;
  destroy(): void;
}

/** A seller's inbox. */
export interface InboxApp {
  refresh(): void;
  destroy(): void;
}

export interface MarketApp {
  mountWindow(settings: Settings): WindowApp;
  mountInbox(settings: Settings, container: HTMLElement): InboxApp;
}
