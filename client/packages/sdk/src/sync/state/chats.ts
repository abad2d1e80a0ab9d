import type { ChatFilter } from '../../http/nativeApi.ts';
import type { Chat, EventId, Message } from '../../model.ts';
import { isAfter } from '../../realtime/eventId.ts';
import { chatOf, type ServerEvent } from '../../realtime/events.ts';
import {
  findEntry,
  markChatStale,
  markStale,
  withEntry,
  withoutEntry,
  type ChatListState,
} from './list.ts';
import { lastMessageBefore, messagesAfter, type LoadedHistory } from './loadedHistory.ts';
import { applyToMessage } from './message.ts';

/** Which chats a list has. */
export interface ChatListScope {
  readonly filter: ChatFilter;
  /** What the list was searched for; empty: nothing. */
  readonly q: string;
  /** The only chat of the list, archived or not. */
  readonly onlyId?: number;
}

export interface ChatListContext extends ChatListScope {
  readonly userId: number;
  readonly history: (chatId: number) => LoadedHistory | null;
}

/** How an event changes a list of chats. Applying it twice changes nothing more. */
export function applyToChats(
  state: ChatListState,
  event: ServerEvent,
  context: ChatListContext,
): ChatListState {
  const id = chatOf(event);
  if (!state.isLoaded || (context.onlyId !== undefined && context.onlyId !== id)) return state;
  const entry = findEntry(state, id);
  if (entry !== undefined && !isAfter(event.id, entry.asOf)) return state;
  if (event.name === 'chat_removed') return withoutEntry(state, id);
  if (event.name === 'chat') return applyChat(state, event.data.chat, event.id, context);
  if (entry === undefined) {
    return event.name === 'message' && mayBelong(state, context) ? markChatStale(state, id) : state;
  }
  const change = changeOf(entry.chat, event, context);
  if (change.chat === entry.chat && !change.isStale) return state;
  const next = withChat(state, change.chat, event.id, context);
  return change.isStale ? markChatStale(next, id) : next;
}

/**
 * A chat that the server sent in an event. It reflects its event and possibly later ones, which
 * would be counted again: where they could change a number, it is read once more.
 */
export function applyChat(
  state: ChatListState,
  chat: Chat,
  asOf: EventId,
  context: ChatListContext,
): ChatListState {
  if (!state.isLoaded || (context.onlyId !== undefined && context.onlyId !== chat.id)) return state;
  const isKnown = findEntry(state, chat.id) !== undefined;
  // Only the server knows whether a chat matches the search.
  if (!isKnown && context.q !== '') return markStale(state);
  const next = withChat(state, chat, asOf, context);
  const mayBeAhead = chat.unread_count > 0 && belongs(chat, context);
  return mayBeAhead ? markChatStale(next, chat.id) : next;
}

/** With a chat in its place, or without it if the list does not have such chats. */
export function withChat(
  state: ChatListState,
  chat: Chat,
  asOf: EventId,
  scope: ChatListScope,
): ChatListState {
  return belongs(chat, scope) ? withEntry(state, { chat, asOf }) : withoutEntry(state, chat.id);
}

export function belongs(chat: Chat, { filter, onlyId }: ChatListScope): boolean {
  if (onlyId !== undefined) return chat.id === onlyId;
  switch (filter) {
    case 'all':
      return !chat.me.archived;
    case 'unread':
      return !chat.me.archived && chat.unread_count > 0;
    case 'archived':
      return chat.me.archived;
  }
}

/** Whether a chat that the list lacks may be one of it: a search that is loaded whole has all. */
function mayBelong(state: ChatListState, { q }: ChatListContext): boolean {
  return q === '' || state.nextCursor !== null;
}

/** A chat after an event, as far as it is known; `isStale`: only the server knows the rest. */
interface Change {
  readonly chat: Chat;
  readonly isStale: boolean;
}

type ChatEvent = Exclude<ServerEvent, { name: 'chat' | 'chat_removed' }>;

function changeOf(chat: Chat, event: ChatEvent, context: ChatListContext): Change {
  switch (event.name) {
    case 'message':
      return withNewMessage(chat, event.data.message, context);
    case 'message_edited':
      return withEdit(chat, event, context);
    case 'message_deleted':
      return withDeletion(chat, event, context);
    case 'reaction':
      return { chat: withLastMessage(chat, event, context), isStale: false };
    case 'read': {
      const { user_id, last_read_id } = event.data;
      if (user_id === context.userId) return withOwnRead(chat, last_read_id, context);
      return { chat: withMemberRead(chat, user_id, last_read_id), isStale: false };
    }
  }
}

function withNewMessage(chat: Chat, message: Message, { userId }: ChatListContext): Change {
  const { id, author_id, mentions } = message;
  // The chat was sent after the message, and reflects it.
  if (id <= (chat.last_message?.id ?? 0)) return { chat, isStale: false };
  const next = withMemberRead({ ...chat, last_message: message }, author_id, id);
  // The change that a system message describes may have preceded the snapshot.
  if (message.type === 'system') return { chat: next, isStale: true };
  if (author_id === userId) {
    const me = { ...chat.me, last_read_id: id, draft: null };
    return { chat: { ...next, me, unread_count: 0, unread_mentions: 0 }, isStale: false };
  }
  // A reader who is no member has nothing unread.
  if (chat.me.role === null || id <= chat.me.last_read_id) return { chat: next, isStale: false };
  const isMentioned = mentions.includes(userId);
  return {
    chat: {
      ...next,
      unread_count: chat.unread_count + 1,
      unread_mentions: chat.unread_mentions + (isMentioned ? 1 : 0),
    },
    isStale: false,
  };
}

function withEdit(
  chat: Chat,
  event: Extract<ServerEvent, { name: 'message_edited' }>,
  context: ChatListContext,
): Change {
  const { id, mentions } = event.data.message;
  const isUnread = id > chat.me.last_read_id && chat.me.role !== null;
  // An edit may add and remove mentions.
  const isStale = isUnread && (chat.unread_mentions > 0 || mentions.includes(context.userId));
  return { chat: withLastMessage(chat, event, context), isStale };
}

function withDeletion(
  chat: Chat,
  event: Extract<ServerEvent, { name: 'message_deleted' }>,
  context: ChatListContext,
): Change {
  const id = event.data.message_id;
  const history = context.history(chat.id);
  const next = { ...chat, pinned_message_ids: chat.pinned_message_ids.filter((one) => one !== id) };
  const unread = unreadAfterDeletion(chat, id, history, context.userId);
  if (chat.last_message?.id !== id) {
    const shown = withLastMessage({ ...next, ...unread.counts }, event, context);
    const isSame =
      shown.last_message === chat.last_message &&
      shown.unread_count === chat.unread_count &&
      shown.pinned_message_ids.length === chat.pinned_message_ids.length;
    return { chat: isSame ? chat : shown, isStale: unread.isStale };
  }
  const previous = history === null ? undefined : lastMessageBefore(history, id);
  const last_message = previous ?? null;
  const isStale = unread.isStale || previous === undefined;
  return { chat: { ...next, ...unread.counts, last_message }, isStale };
}

interface UnreadChange {
  readonly counts: { readonly unread_count: number };
  readonly isStale: boolean;
}

/** The deleted message counted if it was another user's, after the read mark. */
function unreadAfterDeletion(
  { last_message, unread_count, unread_mentions, me }: Chat,
  id: number,
  history: LoadedHistory | null,
  userId: number,
): UnreadChange {
  const unchanged = { counts: { unread_count }, isStale: false };
  if (unread_count === 0 || id <= me.last_read_id) return unchanged;
  const deleted =
    last_message?.id === id ? last_message : history?.messages.find((message) => message.id === id);
  if (deleted === undefined) return { ...unchanged, isStale: true };
  if (deleted.author_id === userId || deleted.type === 'system') return unchanged;
  return { counts: { unread_count: unread_count - 1 }, isStale: unread_mentions > 0 };
}

function withOwnRead(chat: Chat, lastReadId: number, context: ChatListContext): Change {
  const { userId } = context;
  if (lastReadId <= chat.me.last_read_id) return { chat, isStale: false };
  const me = { ...chat.me, last_read_id: lastReadId };
  const next = withMemberRead({ ...chat, me }, userId, lastReadId);
  const read = { chat: { ...next, unread_count: 0, unread_mentions: 0 }, isStale: false };
  if (chat.unread_count === 0 || lastReadId >= (chat.last_message?.id ?? 0)) return read;
  const history = context.history(chat.id);
  const later = history === null ? undefined : messagesAfter(history, lastReadId);
  if (later === undefined) return { chat: next, isStale: true };
  const unread = later.filter((message) => isUnread(message, userId));
  const mentions = later.filter((message) => message.mentions.includes(userId));
  return {
    chat: { ...next, unread_count: unread.length, unread_mentions: mentions.length },
    isStale: false,
  };
}

function isUnread({ author_id, type, deleted_at }: Message, userId: number): boolean {
  return author_id !== userId && type !== 'system' && deleted_at === null;
}

/** With the read mark of a member, which never moves back. */
function withMemberRead(chat: Chat, userId: number | null, lastReadId: number): Chat {
  const at = chat.members.findIndex(({ user }) => user.id === userId);
  const member = chat.members[at];
  if (member === undefined || member.last_read_id >= lastReadId) return chat;
  return { ...chat, members: chat.members.with(at, { ...member, last_read_id: lastReadId }) };
}

function withLastMessage(chat: Chat, event: ServerEvent, { userId }: ChatListContext): Chat {
  if (chat.last_message === null) return chat;
  const last_message = applyToMessage(chat.last_message, event, userId);
  return last_message === chat.last_message ? chat : { ...chat, last_message };
}
