/** Events and objects as the server would send them. */
import type { Chat, Member, Message } from '../src/model.ts';
import type { ServerEvent } from '../src/realtime/events.ts';
import { emptyMessage } from '../src/sync/state/message.ts';

/** An id at a position of the log. */
export function id(position: number): string {
  return `${position}-00c0ffee`;
}

/** A message; the position of its event is its id. */
export function sampleMessage(fields: Partial<Message> & Pick<Message, 'id'>): Message {
  return emptyMessage({
    uuid: `m${fields.id}`,
    chat_id: 1,
    author_id: 2,
    text: `message ${fields.id}`,
    created_at: new Date(fields.id * 1_000).toISOString(),
    ...fields,
  });
}

export function sampleMember(userId: number, last_read_id = 0): Member {
  return {
    user: {
      id: userId,
      name: `User ${userId}`,
      role: 'member',
      avatar_url: null,
      online: false,
      last_seen: null,
    },
    role: 'member',
    joined_at: '2026-01-17T12:00:00Z',
    last_read_id,
  };
}

/** A chat of the users 1 (the caller) and 2. */
export function sampleChat({
  me,
  ...fields
}: Partial<Omit<Chat, 'me'>> & { me?: Partial<Chat['me']> } = {}): Chat {
  return {
    id: 1,
    uuid: 'c1',
    type: 'private',
    title: null,
    avatar_url: null,
    listing: null,
    members: [sampleMember(1), sampleMember(2)],
    member_count: 2,
    created_at: '2026-01-17T12:00:00Z',
    last_message: null,
    unread_count: 0,
    unread_mentions: 0,
    pinned_message_ids: [],
    ...fields,
    me: {
      role: 'member',
      last_read_id: 0,
      muted_until: null,
      pinned: false,
      archived: false,
      draft: null,
      can: ['send'],
      ...me,
    },
  };
}

/** `message` at a position, which is the message's id too. */
export function message(position: number, fields: Partial<Message> = {}): ServerEvent {
  const sent = sampleMessage({ id: position, ...fields });
  const marks_read = sent.type !== 'system' && sent.forwarded_from === null;
  const data = { message: sent, position, marks_read };
  return { id: id(position), name: 'message', data };
}

export function edit(
  position: number,
  fields: Partial<Message> & Pick<Message, 'id'>,
): ServerEvent {
  const edited_at = new Date(position * 1_000).toISOString();
  const data = { message: sampleMessage({ edited_at, ...fields }), position };
  return { id: id(position), name: 'message_edited', data };
}

export function deletion(position: number, messageId: number, chatId = 1): ServerEvent {
  const data = { chat_id: chatId, message_id: messageId, position };
  return { id: id(position), name: 'message_deleted', data };
}

export function reaction(
  position: number,
  message_id: number,
  change: { emoji?: string; user_id?: number; added?: boolean; count: number },
): ServerEvent {
  const data = { chat_id: 1, message_id, emoji: '👍', user_id: 2, added: true, ...change };
  return { id: id(position), name: 'reaction', data };
}

/** The mark of another user; with counts: of the caller. */
export function read(
  position: number,
  lastReadId: number,
  userId: number,
  counts: { unread_count: number; unread_mentions?: number; as_of?: number } | null = null,
): ServerEvent {
  const own = counts && { unread_mentions: 0, as_of: position, ...counts };
  const data = { chat_id: 1, user_id: userId, last_read_id: lastReadId };
  return { id: id(position), name: 'read', data: { ...data, ...(own ?? { unread_count: null }) } };
}

/** `as_of`: what the chat's counts contain. */
export function chatEvent(position: number, chat: Chat, as_of = position): ServerEvent {
  return { id: id(position), name: 'chat', data: { chat, as_of } };
}
