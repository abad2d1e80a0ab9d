import { decodeSubject, randomUuid, readStorage, writeStorage } from '@vestnik/sdk';

import type { Settings } from './settings.ts';

/** The guest's UUID and the token that proves it, in the shop's localStorage. */
const GUEST_ID_KEY = 'chat_buyer_id';
const GUEST_TOKEN_KEY = 'chat_guest_token';

/** Who uses this page: a user with an account, or a guest whom this browser remembers. */
export class Visitor {
  readonly #settings: () => Settings;
  /** What the browser refused to store; it lasts as long as the page. */
  readonly #memory = new Map<string, string>();
  /** The account of the sign-in that a cookie has, if the page names none. */
  cookieAccount: string | null = null;

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** The id of the account, or the guest's UUID: a new guest gets one. */
  get name(): string {
    return this.#account() ?? this.uuid();
  }

  /** Whether the server may know the visitor already. */
  get mayHaveChats(): boolean {
    return this.#account() !== null || this.#settings().token() !== null || this.hasGuestToken;
  }

  get hasGuestToken(): boolean {
    return this.#read(GUEST_TOKEN_KEY) !== null;
  }

  get isGuest(): boolean {
    return this.#settings().token() === null && this.#cookieUser === null;
  }

  /** Empty: a cookie authenticates. Null: there is nothing to authenticate with yet. */
  token(): string | null {
    return this.#settings().token() ?? (this.#cookieUser === null ? this.guestToken() : '');
  }

  uuid(): string {
    const known = this.#read(GUEST_ID_KEY);
    if (known !== null) return known;
    const uuid = randomUuid();
    this.setUuid(uuid);
    return uuid;
  }

  setUuid(uuid: string): void {
    this.#write(GUEST_ID_KEY, uuid);
  }

  guestToken(): string | null {
    return this.#read(GUEST_TOKEN_KEY);
  }

  setGuestToken(token: string): void {
    this.#write(GUEST_TOKEN_KEY, token);
  }

  /** The UUID belongs to another guest, or its token is refused: this is another guest. */
  clearGuest(): void {
    this.#write(GUEST_TOKEN_KEY, null);
    this.#write(GUEST_ID_KEY, null);
  }

  /** The user of a sign-in by cookie. */
  get #cookieUser(): string | null {
    return this.#settings().userId ?? this.cookieAccount;
  }

  #account(): string | null {
    if (this.#cookieUser !== null) return this.#cookieUser;
    const shown = this.#settings().token();
    const subject = shown === null ? null : decodeSubject(shown);
    if (typeof subject === 'string' && subject !== '') return subject;
    return typeof subject === 'number' ? String(subject) : null;
  }

  #read(key: string): string | null {
    return readStorage(key) ?? this.#memory.get(key) ?? null;
  }

  #write(key: string, value: string | null): void {
    if (value === null) this.#memory.delete(key);
    else this.#memory.set(key, value);
    writeStorage(key, value);
  }
}
