import {
  ApiError,
  toVestnikError,
  authorizedFetch,
  errorFromResponse,
  withLock,
  NetworkError,
} from '@vestnik/sdk';

import type { Settings } from './settings.ts';
import type { Chat, Message, Opened } from './types.ts';
import type { paths } from './wire.ts';
import type { Visitor } from './visitor.ts';

type MessageList =
  paths['/api/chat/chats/{chat_id}/messages']['get']['responses']['200']['content']['application/json'];
type OpenBody = paths['/api/chat/chats']['post']['requestBody']['content']['application/json'];
type ReportBody =
  paths['/api/chat/chats/{chat_id}/report']['post']['requestBody']['content']['application/json'];

/** Messages asked for at once. */
export const PAGE = 50;
/** Two tabs that claim the same UUID: the second finds the token that the first was given. */
const CLAIM = 'vestnik-market:claim';

/** The requests of the market, a method each. All reject with a `VestnikError`. */
export class MarketApi {
  readonly #settings: () => Settings;
  readonly #visitor: Visitor;
  readonly #fetch: (request: Request) => Promise<Response>;

  constructor(settings: () => Settings, visitor: Visitor) {
    this.#settings = settings;
    this.#visitor = visitor;
    this.#fetch = authorizedFetch({
      auth: {
        token: () => (visitor.token() === '' ? null : visitor.token()),
        renew: () => this.renew(),
      },
      fetch: (input, init) => globalThis.fetch(input, init),
    });
  }

  /** Gets another token of who is signed in. A guest has none but their own. */
  async renew(): Promise<boolean> {
    return this.#visitor.isGuest ? false : this.#settings().renewToken();
  }

  /** The caller's chat about a listing: who has no account becomes a guest by it. */
  async openChat(sellerId: number, iphoneId: number): Promise<Chat> {
    if (!this.#visitor.isGuest) return this.#open(sellerId, iphoneId);
    return withLock(CLAIM, async () => {
      try {
        return await this.#open(sellerId, iphoneId);
      } catch (error) {
        if (!isLostGuest(error)) throw error;
        this.#visitor.forgetGuest();
        return this.#open(sellerId, iphoneId);
      }
    });
  }

  async #open(sellerId: number, iphoneId: number): Promise<Chat> {
    const { name, isRegistered } = this.#visitor.identity();
    const body: OpenBody = {
      iphone_id: iphoneId,
      seller_id: sellerId,
      buyer_id: name,
      buyer_is_registered: isRegistered,
    };
    const { guest_token, ...chat } = await this.#read<Opened>('POST', '/chats', body);
    if (guest_token !== undefined) this.#visitor.keepGuestToken(guest_token);
    return chat;
  }

  /** The caller's chats, latest activity first. */
  async chats({ isSeller }: { isSeller: boolean }): Promise<Chat[]> {
    return this.#read('GET', `/chats/my?is_seller=${String(isSeller)}`);
  }

  /** The newest messages, or those before one, in chronological order. */
  async messages(chatId: number, beforeId?: number): Promise<Message[]> {
    const before = beforeId === undefined ? '' : `&before_id=${beforeId}`;
    const path = `/chats/${chatId}/messages?limit=${PAGE}${before}`;
    return (await this.#read<MessageList>('GET', path)).messages;
  }

  /** Out of the caller's list, until there is a new message. */
  async hide(chatId: number): Promise<void> {
    await this.#request('DELETE', `/chats/${chatId}`);
  }

  /** Whether the other side may send. */
  async setBlocked(chatId: number, isBlocked: boolean): Promise<void> {
    await this.#request(isBlocked ? 'POST' : 'DELETE', `/chats/${chatId}/block`);
  }

  async report(chatId: number, report: ReportBody): Promise<void> {
    await this.#request('POST', `/chats/${chatId}/report`, report);
  }

  /** Where a chat's WebSocket is. */
  socketUrl(chatId: number, token: string, after: string | null): string {
    const url = new URL(`${this.#settings().baseUrl}/api/chat/ws/${chatId}`);
    url.protocol = url.protocol.replace('http', 'ws');
    if (token !== '') url.searchParams.set('token', token);
    if (after !== null) url.searchParams.set('last_event_id', after);
    return url.href;
  }

  /** The server's own words, typed by its document. */
  async #read<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.#request(method, path, body);
    try {
      return (await response.json()) as Answer;
    } catch (cause) {
      throw cause instanceof SyntaxError
        ? new NetworkError('an answer that is not JSON', { cause })
        : toVestnikError(cause);
    }
  }

  async #request(method: string, path: string, body?: unknown): Promise<Response> {
    const request = new Request(`${this.#settings().baseUrl}/api/chat${path}`, {
      method,
      // A token says who it is; a cookie beside it may be somebody else's.
      credentials: this.#visitor.token() === '' ? 'include' : 'omit',
      ...(body !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const response = await this.#fetch(request);
    if (response.ok) return response;
    throw errorFromResponse(response, await response.json().catch(() => undefined));
  }
}

/** Their UUID is claimed and this browser has not its token, or the token counts no more. */
function isLostGuest(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 401 || error.code === 'guest_claimed';
}
