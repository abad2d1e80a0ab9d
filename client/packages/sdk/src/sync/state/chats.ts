import { isAfter } from '../../realtime/eventId.ts';
import type { ServerEvent } from '../../realtime/events.ts';
import type { ChatItem, LastMessage, Message } from '../../realms/school/types.ts';
import { newestBefore, type Known } from './loadedHistory.ts';
import {
  entryOf,
  stale,
  withEntry,
  withEntryInOrder,
  withEntryOnTop,
  type Entry,
  type ListState,
} from './list.ts';

export type ChatsState = ListState<ChatItem>;

export interface ChatsContext {
  /** Whose list it is. */
  readonly userId: number;
  readonly known: (chatId: number) => Known | null;
}

/** What an event makes of a participant's chat list. */
export function applyToChats(
  state: ChatsState,
  event: ServerEvent,
  context: ChatsContext,
): ChatsState {
  if (!state.isLoaded) return state;
  const entry = entryOf(state, event.data.chat_id);
  if (entry !== undefined && !isAfter(event.id, entry.asOf)) return state;
  switch (event.name) {
    case 'chat_created':
      return 'participant' in event.data.chat
        ? created(state, { item: event.data.chat, asOf: event.id })
        : state;
    case 'new_message':
      return entry === undefined
        ? stale(state)
        : withEntryOnTop(state, {
            item: withNewMessage(entry.item, event.data.message, context.userId),
            asOf: event.id,
          });
    case 'message_deleted':
      return entry === undefined
        ? state
        : changed(
            state,
            { item: entry.item, asOf: event.id },
            withDeletion(entry.item, event.data.message_id, context),
          );
    case 'chat_read': {
      if (entry === undefined) return state;
      const { user_id, last_read_id } = event.data;
      return user_id === context.userId
        ? changed(
            state,
            { item: entry.item, asOf: event.id },
            withVisit(entry.item, last_read_id, context),
          )
        : withEntry(state, { item: readUpTo(entry.item, last_read_id), asOf: event.id });
    }
  }
}

/**
 * The event shows the chat as it was when the event was sent out, not when it happened. One that
 * has messages already would have them counted again.
 */
function created(state: ChatsState, { item, asOf }: Entry<ChatItem>): ChatsState {
  const entry = { item: readUpTo(item, 0), asOf };
  const next = withEntryOnTop(state, entry);
  const isFresh = entry.item.last_message === null && entry.item.unread_count === 0;
  return isFresh ? next : stale(next);
}

/** A field whose new value cannot be told from here. */
const UNKNOWN = Symbol('unknown');

interface Change {
  readonly last_message?: LastMessage | null | typeof UNKNOWN;
  readonly unread_count?: number | typeof UNKNOWN;
}

/** What cannot be told stays as it was until the list is read again. */
function changed(state: ChatsState, { item, asOf }: Entry<ChatItem>, change: Change): ChatsState {
  const { last_message = item.last_message, unread_count = item.unread_count } = change;
  if (last_message === item.last_message && unread_count === item.unread_count) return state;
  const entry = {
    asOf,
    item: {
      ...item,
      last_message: last_message === UNKNOWN ? null : last_message,
      unread_count: unread_count === UNKNOWN ? item.unread_count : unread_count,
    },
  };
  // Where the newest message is not known, neither is the place.
  const next =
    last_message === UNKNOWN ? withEntry(state, entry) : withEntryInOrder(state, entry, activityOf);
  return last_message === UNKNOWN || unread_count === UNKNOWN ? stale(next) : next;
}

/** Lists are ordered by what they show. Ids of messages and chats are places in one log. */
function activityOf({ id, last_message }: ChatItem): number {
  return last_message?.id ?? id;
}

/** With the other side's mark, which never goes back. */
function readUpTo(chat: ChatItem, lastReadId: number): ChatItem {
  return { ...chat, last_read_id: Math.max(chat.last_read_id ?? 0, lastReadId) };
}

function withNewMessage(
  chat: ChatItem,
  { id, sender_id, content, created_at }: Omit<Message, 'chat_id'>,
  userId: number,
): ChatItem {
  const last_message = { id, sender_id, content, created_at };
  // Sending is a visit.
  return sender_id === userId
    ? { ...chat, last_message, unread_count: 0 }
    : readUpTo({ ...chat, last_message, unread_count: chat.unread_count + 1 }, id);
}

function withDeletion(chat: ChatItem, messageId: number, context: ChatsContext): Change {
  const known = context.known(chat.id);
  return {
    ...(chat.last_message?.id === messageId && {
      last_message: lastBefore(known, messageId),
    }),
    unread_count: unreadWithout(chat, messageId, known, context.userId),
  };
}

function lastBefore(known: Known | null, id: number): LastMessage | null | typeof UNKNOWN {
  const previous = known === null ? undefined : newestBefore(known, id);
  if (previous === undefined) return UNKNOWN;
  if (previous === null) return null;
  const { sender_id, content, created_at } = previous;
  return { id: previous.id, sender_id, content, created_at };
}

/** The deleted one counted if it was another's and among the `unread_count` newest of those. */
function unreadWithout(
  { last_message, unread_count }: ChatItem,
  id: number,
  known: Known | null,
  userId: number,
): number | typeof UNKNOWN {
  if (unread_count === 0) return 0;
  const deleted =
    last_message?.id === id ? last_message : known?.messages.find((message) => message.id === id);
  if (deleted === undefined) return UNKNOWN;
  if (deleted.sender_id === userId) return unread_count;
  const later = known === null ? 0 : othersAfter(known.messages, id, userId);
  return later < unread_count ? unread_count - 1 : unread_count;
}

function withVisit(chat: ChatItem, lastReadId: number, { known, userId }: ChatsContext): Change {
  if (lastReadId >= (chat.last_message?.id ?? 0)) return { unread_count: 0 };
  if (chat.unread_count === 0) return {};
  const history = known(chat.id);
  const oldest = history?.messages[0]?.id ?? Number.POSITIVE_INFINITY;
  if (history === null || (oldest > lastReadId && !history.isFromTheStart)) {
    return { unread_count: UNKNOWN };
  }
  const unread = othersAfter(history.messages, lastReadId, userId);
  return { unread_count: Math.min(unread, chat.unread_count) };
}

function othersAfter(messages: readonly Message[], id: number, userId: number): number {
  return messages.filter((message) => message.id > id && message.sender_id !== userId).length;
}
