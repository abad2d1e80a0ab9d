import { Store, toVestnikError, type VestnikClient, type VestnikError } from '@vestnik/sdk';

import type { ChatAddress } from '../../address.ts';
import type { ChatNames, WindowApp } from '../../appInterface.ts';
import type { MarketClient } from '../marketClient.ts';

/** What the window shows. */
export type WindowView =
  | { readonly kind: 'none' | 'loading' | 'unavailable' }
  | { readonly kind: 'failed'; readonly error: VestnikError; readonly retry: () => void }
  | {
      readonly kind: 'chats';
      /** Null: the list. */
      readonly chatId: number | null;
      readonly messageId: number | null;
    };

export interface WindowState {
  readonly view: WindowView;
  readonly isShown: boolean;
  /** It shows what a link in the page's address led to. */
  readonly isLinked: boolean;
  /** The visitor who is signed in; null before the first chat. */
  readonly client: VestnikClient | null;
}

/** What the page asks of the window, and what its user does. */
export class WindowModel implements Omit<WindowApp, 'destroy'> {
  readonly state = new Store<WindowState>({
    view: { kind: 'none' },
    isShown: false,
    isLinked: false,
    client: null,
  });
  readonly #client: MarketClient;
  /** By the ids of chats. */
  readonly #names = new Map<number, ChatNames>();
  #opened: { readonly sellerId: number; readonly iphoneId: number } | null = null;
  /** Changes with each chat that is opened: a late answer is recognised by it. */
  #epoch = 0;

  constructor(client: MarketClient) {
    this.#client = client;
  }

  /** What the page called a chat when it opened it. */
  readonly namesOf = (chatId: number): ChatNames | undefined => this.#names.get(chatId);

  async open(sellerId: number, iphoneId: number, names: ChatNames): Promise<void> {
    const { view, client } = this.state.get();
    const isSame = this.#opened?.sellerId === sellerId && this.#opened.iphoneId === iphoneId;
    if (isSame && view.kind === 'chats' && client === this.#client.current()) {
      this.show();
      return;
    }
    this.#leaveOpened();
    const epoch = this.#epoch;
    this.#opened = { sellerId, iphoneId };
    this.#set({ view: { kind: 'loading' }, isShown: true });
    try {
      const [opened, chat] = await this.#client.openChat(sellerId, iphoneId);
      if (epoch !== this.#epoch) return;
      this.#names.set(chat.id, names);
      this.#set({ client: opened, view: { kind: 'chats', chatId: chat.id, messageId: null } });
    } catch (error) {
      if (epoch !== this.#epoch) return;
      const retry = (): void => void this.open(sellerId, iphoneId, names);
      this.#set({ view: { kind: 'failed', error: toVestnikError(error), retry } });
    }
  }

  async openLinked(address: ChatAddress): Promise<void> {
    this.#leaveOpened();
    const epoch = this.#epoch;
    this.#set({ isShown: true, isLinked: true, view: { kind: 'loading' } });
    await this.#client.identify();
    if (epoch !== this.#epoch) return;
    const isKnown = this.#client.visitor.mayHaveChats;
    this.#set(
      isKnown
        ? { client: this.#client.current(), view: { kind: 'chats', ...address } }
        : { view: { kind: 'unavailable' } },
    );
  }

  offer(chatId: number): void {
    this.#leaveOpened();
    const view = { kind: 'chats', chatId, messageId: null } as const;
    this.#set({ client: this.#client.current(), view });
  }

  show(): void {
    this.#set({ isShown: true });
  }

  hide(): void {
    this.#set({ isShown: false, isLinked: false });
  }

  /** Goes to a message or the end of a chat; null: to the list. */
  goTo(chatId: number | null, messageId: number | null): void {
    const { view } = this.state.get();
    if (view.kind !== 'chats' || view.chatId !== chatId) this.#leaveOpened();
    this.#set({ view: { kind: 'chats', chatId, messageId } });
  }

  /** What the page opened last is no longer shown, nor awaited. */
  #leaveOpened(): void {
    this.#opened = null;
    this.#epoch += 1;
    this.#set({ isLinked: false });
  }

  #set(change: Partial<WindowState>): void {
    this.state.update((state) => ({ ...state, ...change }));
  }
}
