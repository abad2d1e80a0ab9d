import type { ChatFilter } from '../../http/nativeApi.ts';
import type { Chat, EventId, Message } from '../../model.ts';
import { isAfter, positionOf } from '../../realtime/eventId.ts';
import {
  chatOf,
  type EventOfChat,
  type MessageChange,
  type ServerEvent,
} from '../../realtime/events.ts';
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
import { withUserOf } from './memberUser.ts';
import { applyToMessage } from './message.ts';
import { withReadMark } from './readMark.ts';

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
}

/** How an event changes a list of chats. Applying it twice changes nothing more. */
export function applyToChats(
  state: ChatListState,
  event: ServerEvent,
  context: ChatListContext,
): ChatListState {
  if (!isFilled(state)) return state;
  if (event.name === 'user') return withUser(state, event, context);
  const id = chatOf(event);
  if (context.onlyId !== undefined && context.onlyId !== id) return state;
  const entry = findEntry(state, id);
  if (entry !== undefined && !isAfter(event.id, entry.asOf)) return state;
  if (event.name === 'chat_removed') return withoutEntry(state, id);
  if (event.name === 'chat') {
    const { chat, as_of } = event.data;
    return applyChat(state, { chat, asOf: event.id, countedUpTo: as_of }, context);
  }
  if (entry === undefined) {
    const mayAppear = event.name === 'message' || becomesUnread(event, context);
    return mayAppear && mayBelong(state, context) ? markChatStale(state, id) : state;
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
  const { unread_count, unread_mention_count, last_message } = known;
  const { last_read_id } = known.me;
  return {
    ...chat,
    unread_count,
    unread_mention_count,
    last_message,
    me: { ...chat.me, last_read_id },
  };
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

/** Whether an own mark that moves back brings a chat into a list of unread ones. */
function becomesUnread(event: ServerEvent, { filter }: ChatListContext): boolean {
  return filter === 'unread' && event.name === 'read' && (event.data.unread_count ?? 0) > 0;
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

type ChatEvent = Exclude<EventOfChat, { name: 'chat' | 'chat_removed' }>;

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
    case 'member':
    case 'member_removed':
      return { chat: withMemberCount(entry.chat, event.data.member_count), isStale: false };
    case 'scheduled':
    case 'scheduled_failed':
      return { chat: entry.chat, isStale: false };
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
  const { message, marks_read: isVisit } = event.data;
  const { id, author_id } = message;
  const isNewest = id > (chat.last_message?.id ?? 0);
  const shown = isNewest ? { ...chat, last_message: message } : chat;
  const next = isVisit ? withMemberRead(shown, author_id, id) : shown;
  const isKnown = isCounted(entry, event);
  if (message.type === 'system') return { chat: next, isStale: false };
  if (author_id === userId) return withOwnMessage(next, event, isKnown);
  if (isKnown) return { chat: next, isStale: false };
  // A reader who is no member has nothing unread.
  if (chat.me.role === null || id <= chat.me.last_read_id) return { chat: next, isStale: false };
  const unread_count = chat.unread_count + 1;
  const unread_mention_count = chat.unread_mention_count + mentionsOf(message, userId);
  return { chat: { ...next, unread_count, unread_mention_count }, isStale: false };
}

/** What one sends reads the chat and ends the draft. A forward only ends it; what was scheduled does neither. */
function withOwnMessage(
  chat: Chat,
  { data }: Extract<ServerEvent, { name: 'message' }>,
  isKnown: boolean,
): Change {
  const { id, forwarded_from } = data.message;
  if (data.marks_read !== true) {
    const isScheduled = forwarded_from === null;
    const next = isScheduled ? chat : { ...chat, me: { ...chat.me, draft: null } };
    return { chat: next, isStale: false };
  }
  const me = { ...chat.me, last_read_id: Math.max(id, chat.me.last_read_id), draft: null };
  if (isKnown) return { chat: { ...chat, me }, isStale: false };
  const read = { ...chat, me, unread_count: 0, unread_mention_count: 0 };
  return { chat: read, isStale: false, countedUpTo: id };
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
    return { chat: next, isStale: chat.unread_mention_count > 0 || after > 0 };
  }
  const unread_mention_count =
    chat.unread_mention_count + after - mentionsOf(chat.last_message, context.userId);
  const isSame = unread_mention_count === chat.unread_mention_count;
  return { chat: isSame ? next : { ...next, unread_mention_count }, isStale: false };
}

/** A deletion brings the newest message and the counts, which may contain later events. */
function withDeletion(
  { chat, countedUpTo }: Entry,
  event: Extract<ServerEvent, { name: 'message_deleted' }>,
  context: ChatListContext,
): Change {
  const { message_id, last_message: newest, as_of } = event.data;
  const shown = withoutPin(withLastMessage(chat, event, context), message_id);
  const known = shown.last_message;
  const isNewer = known === null || known.id === message_id || (newest?.id ?? 0) > known.id;
  const next = isNewer && newest !== known ? { ...shown, last_message: newest } : shown;
  return withCounts({ chat: next, countedUpTo }, event.data, as_of);
}

function withoutPin(chat: Chat, messageId: number): Chat {
  const pins = chat.pins.filter(({ message_id }) => message_id !== messageId);
  return pins.length === chat.pins.length ? chat : { ...chat, pins };
}

type Counts = Pick<Chat, 'unread_count' | 'unread_mention_count'>;

/** With counts that contain all up to `asOf`; null where the reader has none, or they are not known. */
function withCounts(
  { chat, countedUpTo }: Pick<Entry, 'chat' | 'countedUpTo'>,
  { unread_count, unread_mention_count }: { readonly [Name in keyof Counts]: number | null },
  asOf: number | null,
): Change {
  const areUnknown = unread_count === null || unread_mention_count === null || asOf === null;
  if (areUnknown || asOf < countedUpTo) return { chat, isStale: false };
  const isSame =
    chat.unread_count === unread_count && chat.unread_mention_count === unread_mention_count;
  const next = isSame ? chat : { ...chat, unread_count, unread_mention_count };
  return { chat: next, isStale: false, countedUpTo: asOf };
}

/** An own mark, which may move back, comes with the counts: both may contain later events. */
function withOwnRead(
  { chat, countedUpTo }: Entry,
  { data }: Extract<ServerEvent, { name: 'read' }>,
  { userId }: ChatListContext,
): Change {
  const { last_read_id, as_of } = data;
  const shown = withMemberRead(chat, userId, last_read_id);
  const change = withCounts({ chat: shown, countedUpTo }, data, as_of);
  if (change.countedUpTo === undefined) return change;
  return { ...change, chat: { ...change.chat, me: { ...change.chat.me, last_read_id } } };
}

/** How often a message counts as a mention of the user: once or not at all. */
function mentionsOf({ mentions }: Message, userId: number): number {
  return mentions.some(({ user_id }) => user_id === userId) ? 1 : 0;
}

/** With a user as they are now, in the chats that have their members. */
function withUser(
  state: ChatListState,
  { id, data }: Extract<ServerEvent, { name: 'user' }>,
  { q }: ChatListContext,
): ChatListState {
  // Only the server knows whom another name lets a search find.
  if (q !== '') return markStale(state);
  const entries = state.entries.map((entry) => {
    const { chat } = entry;
    if (chat.members === null || !isAfter(id, entry.asOf)) return entry;
    const members = withUserOf(chat.members, data.user);
    return members === chat.members ? entry : { ...entry, chat: { ...chat, members }, asOf: id };
  });
  const isSame = entries.every((entry, index) => entry === state.entries[index]);
  return isSame ? state : { ...state, entries };
}

function withMemberCount(chat: Chat, member_count: number): Chat {
  return chat.member_count === member_count ? chat : { ...chat, member_count };
}

/** With the read mark of a member, if the chat has them. */
function withMemberRead(chat: Chat, userId: number | null, lastReadId: number): Chat {
  if (chat.members === null) return chat;
  const members = withReadMark(chat.members, userId, lastReadId);
  return members === chat.members ? chat : { ...chat, members };
}

function withLastMessage(chat: Chat, change: MessageChange, { userId }: ChatListContext): Chat {
  if (chat.last_message === null) return chat;
  const last_message = applyToMessage(chat.last_message, change, userId);
  return last_message === chat.last_message ? chat : { ...chat, last_message };
}
