import { Drafts, readStorage, writeStorage, randomUuid, decodeSubject } from '@vestnik/sdk';

import type { Settings } from './settings.ts';

/** Whose chats these are. */
export interface Identity {
  /** What the server calls them as a buyer: the id of an account, or a guest's UUID. */
  readonly name: string;
  readonly isRegistered: boolean;
}

/** The guest's UUID and what proves it, in the shop's localStorage. */
const UUID = 'chat_buyer_id';
const TOKEN = 'chat_guest_token';

/** Who looks at this page: somebody with an account, or a guest whom this browser remembers. */
export class Visitor {
  readonly #settings: () => Settings;
  /** What they have begun to write. */
  readonly drafts = new Drafts('vestnik-market.drafts', () =>
    this.isKnown ? this.identity().name : null,
  );
  /** Where the browser keeps nothing, this page does. */
  readonly #here = new Map<string, string>();

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** Who it is; a guest nobody has heard of gets a UUID. */
  identity(): Identity {
    const account = this.#account();
    if (account !== null) return { name: account, isRegistered: true };
    return { name: this.#uuid(), isRegistered: false };
  }

  /** Whether the server may know them already. */
  get isKnown(): boolean {
    return this.#account() !== null || this.#settings().token() !== null || this.hasGuestToken;
  }

  get hasGuestToken(): boolean {
    return this.#read(TOKEN) !== null;
  }

  get isGuest(): boolean {
    const { token, userId } = this.#settings();
    return token() === null && userId === null;
  }

  /** Empty where the cookie shows who it is; null where nothing does yet. */
  token(): string | null {
    const { token, userId } = this.#settings();
    return token() ?? (userId === null ? this.#read(TOKEN) : '');
  }

  /** The server has taken the guest in, or given a fresh token. */
  keepGuestToken(token: string): void {
    this.#write(TOKEN, token);
  }

  /** The UUID is somebody else's, or its token counts no more: this is another guest. */
  forgetGuest(): void {
    this.#write(TOKEN, null);
    this.#write(UUID, null);
  }

  #account(): string | null {
    const { token, userId } = this.#settings();
    if (userId !== null) return userId;
    const shown = token();
    const subject = shown === null ? null : decodeSubject(shown);
    if (typeof subject === 'string' && subject !== '') return subject;
    return typeof subject === 'number' ? String(subject) : null;
  }

  #uuid(): string {
    const known = this.#read(UUID);
    if (known !== null) return known;
    const uuid = randomUuid();
    this.#write(UUID, uuid);
    return uuid;
  }

  #read(key: string): string | null {
    return readStorage(key) ?? this.#here.get(key) ?? null;
  }

  #write(key: string, value: string | null): void {
    if (value === null) this.#here.delete(key);
    else this.#here.set(key, value);
    writeStorage(key, value);
  }
}
