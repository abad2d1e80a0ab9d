import { authorizedFetch, errorFromResponse, NetworkError, networkError } from '@vestnik/sdk';

import { campusClient } from '../../lib/client.ts';
import type { Conversation, Message, NewConversation, NewMessage } from '../types/chat.ts';
import { accessToken, renewToken } from './auth.ts';

export { getCurrentUserId } from './auth.ts';

/**
 * The requests, a function each. All of them reject with a `VestnikError` of `@vestnik/sdk`. One
 * that is refused for an expired token is repeated once with the token that the host renewed.
 */
const API_PATH = '/api/unet-chat';

/** Conversations in one request, and in all. */
const LIST_PAGE_SIZE = 100;
const MAX_LISTED = 1_000;

export interface HistoryQuery {
  /** The newest before this message. */
  readonly before?: string | undefined;
  /** 1 to 100. */
  readonly limit?: number;
}

/** The one there is already, for the same pair of people. */
export async function createConversation(conversation: NewConversation): Promise<Conversation> {
  return parseJson(await request('POST', '/conversations/', conversation));
}

/** Latest activity first; those of who is in very many are asked for page by page. */
export async function getConversations(): Promise<Conversation[]> {
  const found = new Map<string, Conversation>();
  for (let offset = 0; offset < MAX_LISTED; offset += LIST_PAGE_SIZE) {
    const path = `/conversations/?limit=${LIST_PAGE_SIZE}&offset=${offset}`;
    const page: Conversation[] = await parseJson(await request('GET', path));
    // One may come twice, where the order has changed meanwhile.
    for (const conversation of page) found.set(conversation.id, conversation);
    if (page.length < LIST_PAGE_SIZE) break;
  }
  return [...found.values()];
}

export async function getConversation(id: string): Promise<Conversation> {
  return parseJson(await request('GET', `/conversations/${id}`));
}

/** The id of the conversation that a notification names by its `chat_id`. */
export async function getConversationId(chatId: number): Promise<string> {
  const { api, chatClient } = campusClient();
  const listed = chatClient.get()?.chats.find(chatId) ?? (await api.chat(chatId)).value;
  return listed.uuid;
}

export async function deleteConversation(id: string): Promise<void> {
  await request('DELETE', `/conversations/${id}`);
}

/** Repeating it with the same `client_id` sends nothing again. */
export async function sendMessage(message: NewMessage): Promise<Message> {
  return parseJson(await request('POST', '/messages/', message));
}

/** Chronological: the newest, or those before one of them. */
export async function getMessages(id: string, query: HistoryQuery = {}): Promise<Message[]> {
  const { before, limit } = query;
  const params = new URLSearchParams();
  if (limit !== undefined) params.set('limit', String(limit));
  if (before !== undefined) params.set('before', before);
  return parseJson(await request('GET', `/messages/${id}?${params.toString()}`));
}

export async function editMessage(id: string, text: string): Promise<Message> {
  return parseJson(await request('PUT', `/messages/${id}`, { text }));
}

export async function deleteMessage(id: string): Promise<void> {
  await request('DELETE', `/messages/${id}`);
}

export async function addParticipant(conversationId: string, userId: number): Promise<void> {
  await request('POST', `/conversations/${conversationId}/participants/`, { user_id: userId });
}

export async function removeParticipant(conversationId: string, userId: number): Promise<void> {
  await request('DELETE', `/conversations/${conversationId}/participants/${userId}`);
}

export async function markRead(conversationId: string): Promise<void> {
  await request('POST', `/conversations/${conversationId}/read`);
}

const fetchAuthorized = authorizedFetch({
  auth: { token: accessToken, renew: renewToken },
  fetch: (input, init) => globalThis.fetch(input, init),
});

async function request(method: string, path: string, body?: unknown): Promise<Response> {
  const { baseUrl } = campusClient().http;
  const request = new Request(`${baseUrl}${API_PATH}${path}`, {
    method,
    // The token says who it is; a cookie may be somebody else's.
    credentials: 'omit',
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const response = await fetchAuthorized(request);
  if (response.ok) return response;
  throw errorFromResponse(response, await response.json().catch(() => undefined));
}

/** The server's own words, typed by its contract. */
async function parseJson<Answer>(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch (cause) {
    throw cause instanceof SyntaxError
      ? new NetworkError('an answer that is not JSON', { cause })
      : networkError(cause);
  }
}
