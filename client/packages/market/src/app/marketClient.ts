import {
  ApiError,
  createVestnik,
  errorFromResponse,
  NetworkError,
  networkError,
  type Chat,
  type VestnikClient,
} from '@vestnik/sdk';
import { guest, type GuestAuth, type GuestIdentity } from '@vestnik/sdk/market';

import type { Settings } from '../settings.ts';
import type { Visitor } from '../visitor.ts';
import { cookieAccount } from './cookieAccount.ts';

/** The SDK's client of the page's visitor, whoever that is at the moment. */
export class MarketClient {
  readonly visitor: Visitor;
  readonly #settings: Settings;
  #client: VestnikClient | null = null;
  #account: string | null = null;
  #identified: Promise<void> | null = null;

  constructor(settings: Settings, visitor: Visitor) {
    this.#settings = settings;
    this.visitor = visitor;
  }

  /** Finds out, once, whether who seems to be a guest is signed in by a cookie. */
  async identify(): Promise<void> {
    if (!this.visitor.isGuest) return;
    this.#identified ??= cookieAccount(this.#settings).then((account) => {
      this.visitor.cookieAccount = account;
    });
    await this.#identified;
  }

  /** Another one after the visitor signed in or out. */
  current(): VestnikClient {
    const account = this.#accountOfVisitor();
    if (this.#client !== null && this.#account === account) return this.#client;
    this.stop();
    this.#account = account;
    this.#client = this.#create(account);
    return this.#client;
  }

  /** Opens the chat with the seller of a listing. Rejects with a `VestnikError`. */
  async openChat(sellerId: number, listingId: number): Promise<[VestnikClient, Chat]> {
    await this.identify();
    if (this.visitor.isGuest) await this.#becomeGuest(sellerId, listingId);
    const client = this.current();
    client.start();
    try {
      return [client, await this.#createChat(client, sellerId, listingId)];
    } catch (error) {
      const copy = error instanceof NetworkError ? await copyOf(client, sellerId, listingId) : null;
      if (copy !== null) return [client, copy];
      // The guest's token was refused, and so the identity ended: this is another guest.
      if (!(error instanceof ApiError && error.status === 401 && this.visitor.isGuest)) throw error;
      await this.#becomeGuest(sellerId, listingId);
      const other = this.current();
      other.start();
      return [other, await this.#createChat(other, sellerId, listingId)];
    }
  }

  stop(): void {
    this.#client?.stop();
    this.#client = null;
  }

  async #createChat(client: VestnikClient, sellerId: number, listingId: number): Promise<Chat> {
    const chat = await client.api.createChat({
      type: 'listing',
      user_ids: [sellerId],
      listing_id: listingId,
    });
    client.chatClient.get()?.addChat(chat);
    return chat;
  }

  #accountOfVisitor(): string {
    const { isGuest, name } = this.visitor;
    return `${isGuest ? 'guest' : 'user'}:${name}`;
  }

  #create(account: string): VestnikClient {
    const { baseUrl } = this.#settings;
    const guests = this.#guests();
    const { visitor } = this;
    const { isGuest } = visitor;
    // After a user has signed out of the page, their client must send no request, neither without a
    // token nor with the next visitor's. A guest whose token is refused continues as another guest.
    const isSameVisitor = (): boolean =>
      isGuest ? visitor.isGuest : this.#accountOfVisitor() === account;
    return createVestnik({
      realm: 'market',
      baseUrl,
      account,
      auth: {
        token: () => {
          if (!isSameVisitor()) throw new NetworkError('another visitor uses the page');
          const token = visitor.token();
          return token === '' ? null : token;
        },
        renew: () => (visitor.isGuest ? guests.renew() : this.#settings.renewToken()),
        onResponse: (response) => {
          if (visitor.isGuest) guests.onResponse(response);
        },
      },
    });
  }

  async #becomeGuest(sellerId: number, listingId: number): Promise<void> {
    await this.#guests(() => this.#claim(sellerId, listingId)).begin();
  }

  #guests(create?: () => Promise<{ id: string; token: string }>): GuestAuth {
    const { visitor } = this;
    return guest({
      baseUrl: this.#settings.baseUrl,
      // The shop's pages share the identity by localStorage, whatever site the server is of.
      prefersCookie: false,
      ...(create !== undefined && { create }),
      storage: {
        read: () => {
          const token = visitor.guestToken();
          return token === null ? null : { id: visitor.uuid(), token };
        },
        write: (identity: GuestIdentity | null) => {
          if (identity === null) {
            visitor.clearGuest();
            return;
          }
          visitor.setUuid(identity.id);
          if (identity.token !== null) visitor.setGuestToken(identity.token);
        },
      },
    });
  }

  /** Claims the UUID that the shop's pages know the visitor by; a claimed one is given up. */
  async #claim(sellerId: number, listingId: number): Promise<{ id: string; token: string }> {
    const id = this.visitor.uuid();
    try {
      return { id, token: await claimUuid(this.#settings.baseUrl, id, sellerId, listingId) };
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'guest_claimed')) throw error;
      this.visitor.clearGuest();
      const other = this.visitor.uuid();
      const token = await claimUuid(this.#settings.baseUrl, other, sellerId, listingId);
      return { id: other, token };
    }
  }
}

/** The route that takes a UUID also opens a chat: the one that is opened anyway. */
async function claimUuid(
  baseUrl: string,
  buyer_id: string,
  seller_id: number,
  iphone_id: number,
): Promise<string> {
  const body = { iphone_id, seller_id, buyer_id, buyer_is_registered: false };
  const response = await fetch(`${baseUrl}/api/chat/chats`, {
    method: 'POST',
    // A cookie may be of another user.
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw networkError(error);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorFromResponse(response, answer);
  const token = (answer as { guest_token?: string } | null)?.guest_token;
  if (token === undefined) throw new NetworkError('an answer without a guest token');
  return token;
}

/** The chat as this browser last saw it. */
async function copyOf(
  client: VestnikClient,
  sellerId: number,
  listingId: number,
): Promise<Chat | null> {
  const chats = client.chatClient.get()?.chats;
  if (chats === undefined) return null;
  // A copy is shown while the list is being requested.
  chats.ensureLoaded();
  await chats.showCopy();
  const entries = chats.state.get().entries.map(({ chat }) => chat);
  const isIt = ({ listing }: Chat): boolean =>
    listing?.id === listingId && listing.seller_id === sellerId;
  return entries.find(isIt) ?? null;
}
