import type { ChatFilter } from '../../http/nativeApi.ts';
import type { Chat, EventId, Message } from '../../model.ts';
import { isAfter, positionOf } from '../../realtime/eventId.ts';
import { chatOf, type ServerEvent } from '../../realtime/events.ts';
import {
  findEntry,
  isFilled,
  markChatStale,
  markStale,
  withEntry,
  withoutEntry,
  type ChatListState,
  type Entry,
} from './list.ts';
import { lastMessageBefore, type LoadedHistory } from './loadedHistory.ts';
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
  if (!isFilled(state) || (context.onlyId !== undefined && context.onlyId !== id)) return state;
  const entry = findEntry(state, id);
  if (entry !== undefined && !isAfter(event.id, entry.asOf)) return state;
  if (event.name === 'chat_removed') return withoutEntry(state, id);
  if (event.name === 'chat') {
    const { chat, as_of = null } = event.data;
    return applyChat(state, { chat, asOf: event.id, countedUpTo: as_of }, context);
  }
  if (entry === undefined) {
    return event.name === 'message' && mayBelong(state, context) ? markChatStale(state, id) : state;
  }
  const change = changeOf(entry, event, context);
  const countedUpTo = change.countedUpTo ?? entry.countedUpTo;
  const isSame = change.chat === entry.chat && countedUpTo === entry.countedUpTo;
  if (isSame && !change.isStale) return state;
  const next = withChat(state, { chat: change.chat, asOf: event.id, countedUpTo }, context);
  return change.isStale ? markChatStale(next, id) : next;
}

/** A chat that the server sent. `countedUpTo`: null if it does not say what the counts contain. */
export interface SentChat {
  readonly chat: Chat;
  readonly asOf: EventId;
  readonly countedUpTo: number | null;
}

/** A chat as an event or an answer has it: it may reflect later events, which follow. */
export function applyChat(
  state: ChatListState,
  sent: SentChat,
  context: ChatListContext,
): ChatListState {
  const { chat, asOf } = sent;
  if (!isFilled(state) || (context.onlyId !== undefined && context.onlyId !== chat.id)) {
    return state;
  }
  const known = findEntry(state, chat.id);
  // Only the server knows whether a chat matches the search.
  if (known === undefined && context.q !== '') return markStale(state);
  const countedUpTo = sent.countedUpTo ?? 0;
  if (known !== undefined && (sent.countedUpTo === null || countedUpTo < known.countedUpTo)) {
    const kept = { ...known, chat: withCountsOf(known.chat, chat), asOf };
    return withChat(state, kept, context);
  }
  const next = withChat(state, { chat, asOf, countedUpTo }, context);
  // Its counts may contain events that follow, which would be counted again.
  const isUncertain = sent.countedUpTo === null && chat.unread_count > 0 && belongs(chat, context);
  return isUncertain ? markChatStale(next, chat.id) : next;
}

/** A chat with what events count, as it was known. */
function withCountsOf(known: Chat, chat: Chat): Chat {
  const { unread_count, unread_mentions, last_message } = known;
  const { last_read_id } = known.me;
  return { ...chat, unread_count, unread_mentions, last_message, me: { ...chat.me, last_read_id } };
}

/** With a chat where its order puts it, or without it if the list does not have such chats. */
export function withChat(state: ChatListState, entry: Entry, scope: ChatListScope): ChatListState {
  return belongs(entry.chat, scope) ? withEntry(state, entry) : withoutEntry(state, entry.chat.id);
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
  /** If the event brings counts, or makes them known: what they contain. */
  readonly countedUpTo?: number;
}

type ChatEvent = Exclude<ServerEvent, { name: 'chat' | 'chat_removed' }>;

function changeOf(entry: Entry, event: ChatEvent, context: ChatListContext): Change {
  switch (event.name) {
    case 'message':
      return withNewMessage(entry, event, context);
    case 'message_edited':
      return withEdit(entry, event, context);
    case 'message_deleted':
      return withDeletion(entry, event, context);
    case 'read': {
      const { user_id, last_read_id } = event.data;
      if (user_id === context.userId) return withOwnRead(entry, event, context);
      return { chat: withMemberRead(entry.chat, user_id, last_read_id), isStale: false };
    }
    default:
      return { chat: withLastMessage(entry.chat, event, context), isStale: false };
  }
}

/** Whether the counts of a chat contain an event already. */
function isCounted({ countedUpTo }: Entry, event: ServerEvent): boolean {
  return positionOf(event.id) <= countedUpTo;
}

function withNewMessage(
  entry: Entry,
  event: Extract<ServerEvent, { name: 'message' }>,
  { userId }: ChatListContext,
): Change {
  const { chat } = entry;
  const { message } = event.data;
  const { id, author_id } = message;
  const isNewest = id > (chat.last_message?.id ?? 0);
  const shown = isNewest ? { ...chat, last_message: message } : chat;
  // What is forwarded into a chat moves no read mark.
  const isVisit = event.data.marks_read !== false;
  const next = isVisit ? withMemberRead(shown, author_id, id) : shown;
  const isKnown = isCounted(entry, event);
  // The chat with the change that a system message describes precedes it, but for a snapshot.
  if (message.type === 'system') return { chat: next, isStale: !isKnown };
  if (author_id === userId && !isVisit) {
    return { chat: { ...next, me: { ...next.me, draft: null } }, isStale: false };
  }
  if (author_id === userId) {
    const me = { ...next.me, last_read_id: Math.max(id, next.me.last_read_id), draft: null };
    if (isKnown) return { chat: { ...next, me }, isStale: false };
    const read = { ...next, me, unread_count: 0, unread_mentions: 0 };
    return { chat: read, isStale: false, countedUpTo: id };
  }
  if (isKnown) return { chat: next, isStale: false };
  // A reader who is no member has nothing unread.
  if (chat.me.role === null || id <= chat.me.last_read_id) return { chat: next, isStale: false };
  const unread_count = chat.unread_count + 1;
  const unread_mentions = chat.unread_mentions + mentionsOf(message, userId);
  return { chat: { ...next, unread_count, unread_mentions }, isStale: false };
}

function withEdit(
  entry: Entry,
  event: Extract<ServerEvent, { name: 'message_edited' }>,
  context: ChatListContext,
): Change {
  const { chat } = entry;
  const { id, author_id } = event.data.message;
  const next = withLastMessage(chat, event, context);
  const isUnread =
    id > chat.me.last_read_id && chat.me.role !== null && author_id !== context.userId;
  if (!isUnread || isCounted(entry, event)) return { chat: next, isStale: false };
  const after = mentionsOf(event.data.message, context.userId);
  if (chat.last_message?.id !== id) {
    // What it mentioned before is not known for certain.
    return { chat: next, isStale: chat.unread_mentions > 0 || after > 0 };
  }
  const unread_mentions =
    chat.unread_mentions + after - mentionsOf(chat.last_message, context.userId);
  const isSame = unread_mentions === chat.unread_mentions;
  return { chat: isSame ? next : { ...next, unread_mentions }, isStale: false };
}

function withDeletion(
  entry: Entry,
  event: Extract<ServerEvent, { name: 'message_deleted' }>,
  context: ChatListContext,
): Change {
  const { chat } = entry;
  const id = event.data.message_id;
  const history = context.history(chat.id);
  const next = { ...chat, pinned_message_ids: chat.pinned_message_ids.filter((one) => one !== id) };
  const unread = isCounted(entry, event)
    ? countsOf(chat)
    : countsAfterDeletion(chat, id, history, context.userId);
  if (chat.last_message?.id !== id) {
    const shown = withLastMessage({ ...next, ...unread.counts }, event, context);
    const isSame =
      shown.last_message === chat.last_message &&
      shown.unread_count === chat.unread_count &&
      shown.unread_mentions === chat.unread_mentions &&
      shown.pinned_message_ids.length === chat.pinned_message_ids.length;
    return { chat: isSame ? chat : shown, isStale: unread.isStale };
  }
  const previous = history === null ? undefined : lastMessageBefore(history, id);
  const last_message = previous ?? null;
  const isStale = unread.isStale || previous === undefined;
  return { chat: { ...next, ...unread.counts, last_message }, isStale };
}

interface CountChange {
  readonly counts: Pick<Chat, 'unread_count' | 'unread_mentions'>;
  readonly isStale: boolean;
}

function countsOf({ unread_count, unread_mentions }: Chat): CountChange {
  return { counts: { unread_count, unread_mentions }, isStale: false };
}

/** The deleted message counted if it was another user's, after the read mark. */
function countsAfterDeletion(
  chat: Chat,
  id: number,
  history: LoadedHistory | null,
  userId: number,
): CountChange {
  const unchanged = countsOf(chat);
  const { last_message, unread_count, unread_mentions, me } = chat;
  if (unread_count === 0 || id <= me.last_read_id) return unchanged;
  const isLast = last_message?.id === id;
  const deleted = isLast ? last_message : history?.messages.find((message) => message.id === id);
  if (deleted === undefined) return { ...unchanged, isStale: true };
  if (deleted.author_id === userId || deleted.type === 'system') return unchanged;
  // One that is shown as deleted already, as by a resumed stream, has lost what it mentioned.
  const isWhole = isLast && deleted.deleted_at === null;
  const mentions = isWhole ? mentionsOf(deleted, userId) : 0;
  return {
    counts: { unread_count: unread_count - 1, unread_mentions: unread_mentions - mentions },
    isStale: !isWhole && unread_mentions > 0,
  };
}

/** An own mark brings the counts, which may contain later events. */
function withOwnRead(
  { chat, countedUpTo }: Entry,
  { data }: Extract<ServerEvent, { name: 'read' }>,
  { userId }: ChatListContext,
): Change {
  const { unread_count, unread_mentions, as_of } = data;
  const last_read_id = Math.max(data.last_read_id, chat.me.last_read_id);
  const next = withMemberRead({ ...chat, me: { ...chat.me, last_read_id } }, userId, last_read_id);
  if (unread_count === null || as_of === undefined || as_of === null) {
    return { chat: next, isStale: true };
  }
  if (as_of < countedUpTo) return { chat: next, isStale: false };
  const counts = { unread_count, unread_mentions: unread_mentions ?? 0 };
  return { chat: { ...next, ...counts }, isStale: false, countedUpTo: as_of };
}

/** How often a message counts as a mention of the user: once or not at all. */
function mentionsOf({ mentions }: Message, userId: number): number {
  return mentions.includes(userId) ? 1 : 0;
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
