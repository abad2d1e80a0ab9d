/** Events and objects as the server would send them. */
import type { Chat, Member, Mention, Message, Poll, ScheduledMessage, User } from '../src/model.ts';
import type { ServerEvent, StreamEvents } from '../src/realtime/events.ts';
import { emptyMessage } from '../src/sync/state/message.ts';

/** A mention at the beginning of a text. */
export function mentionOf(user_id: number): Mention {
  return { user_id, start: 0, end: 5 };
}

/** When the event at a position happened. */
function at(position: number): string {
  return new Date(position * 1_000).toISOString();
}

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
    created_at: at(fields.id),
    ...fields,
  });
}

export function sampleMember(userId: number, fields: Partial<Omit<Member, 'user'>> = {}): Member {
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
    joined_at: '2026-01-17T12:00:00.000Z',
    last_read_id: 0,
    ...fields,
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
    unread_mention_count: 0,
    pins: [],
    custom: {},
    ...fields,
    me: {
      role: 'member',
      last_read_id: 0,
      muted: false,
      muted_until: null,
      pinned: false,
      archived: false,
      draft: null,
      can: ['send'],
      ...me,
    },
  };
}

/** Of others, and of readers who are no members. */
const NO_COUNTS = { unread_count: null, unread_mention_count: null, as_of: null };

/** `message` at a position, which is the message's id too. */
export function message(
  position: number,
  fields: Partial<Message> = {},
  isScheduled = false,
): ServerEvent {
  const sent = sampleMessage({ id: position, ...fields });
  const marks_read = !isScheduled && sent.type !== 'system' && sent.forwarded_from === null;
  const data = { message: sent, position, at: at(position), marks_read, users: [] };
  return { id: id(position), name: 'message', data };
}

export function edit(
  position: number,
  fields: Partial<Message> & Pick<Message, 'id'>,
): ServerEvent {
  const edited = sampleMessage({ edited_at: at(position), ...fields });
  const data = { message: edited, position, at: at(position), users: [] };
  return { id: id(position), name: 'message_edited', data };
}

/** Without `changes`: of the only message of a chat, to a reader who is no member. */
export function deletion(
  position: number,
  message_id: number,
  changes: Partial<StreamEvents['message_deleted']> = {},
): ServerEvent {
  const shown = { chat_id: 1, last_message: null, users: [], ...NO_COUNTS };
  const data = { ...shown, message_id, position, at: at(position), ...changes };
  return { id: id(position), name: 'message_deleted', data };
}

export function reaction(
  position: number,
  message_id: number,
  change: { emoji?: string; user_id?: number; added?: boolean; count: number },
): ServerEvent {
  const reacted = { chat_id: 1, message_id, emoji: '👍', user_id: 2, added: true };
  const data = { ...reacted, position, at: at(position), ...change };
  return { id: id(position), name: 'reaction', data };
}

/** The mark of another user; with counts: of the caller. */
export function read(
  position: number,
  lastReadId: number,
  userId: number,
  counts: { unread_count: number; unread_mention_count?: number; as_of?: number } | null = null,
): ServerEvent {
  const own = counts && { unread_mention_count: 0, as_of: position, ...counts };
  const mark = { chat_id: 1, user_id: userId, last_read_id: lastReadId };
  const data = { ...mark, position, at: at(position), ...(own ?? NO_COUNTS) };
  return { id: id(position), name: 'read', data };
}

/** `as_of`: what the chat's counts contain. */
export function chatEvent(position: number, chat: Chat, as_of = position): ServerEvent {
  const data = { chat, as_of, position, at: at(position), users: [] };
  return { id: id(position), name: 'chat', data };
}

/** Somebody joined the chat 1, or their role changed. */
export function memberEvent(position: number, member: Member, member_count = 3): ServerEvent {
  const data = { chat_id: 1, member, member_count, position, at: at(position) };
  return { id: id(position), name: 'member', data };
}

export function memberRemoved(position: number, user_id: number, member_count = 2): ServerEvent {
  const data = { chat_id: 1, user_id, member_count, position, at: at(position) };
  return { id: id(position), name: 'member_removed', data };
}

export function chatRemoved(position: number, chat_id = 1): ServerEvent {
  return { id: id(position), name: 'chat_removed', data: { chat_id, position, at: at(position) } };
}

/** A user has another name, role or picture. */
export function userEvent(position: number, user: User): ServerEvent {
  return { id: id(position), name: 'user', data: { user, position, at: at(position) } };
}

export function pollEvent(position: number, message_id: number, poll: Poll): ServerEvent {
  const data = { chat_id: 1, message_id, poll, position, at: at(position) };
  return { id: id(position), name: 'poll', data };
}

/** A message of the user 1 in the chat 1, to be sent a minute after the event with its id. */
export function sampleScheduled(
  fields: Partial<ScheduledMessage> & Pick<ScheduledMessage, 'id'>,
): ScheduledMessage {
  return {
    chat_id: 1,
    text: 'later',
    attachments: [],
    reply_to: null,
    send_at: at(fields.id + 60),
    state: 'waiting',
    ...fields,
  };
}

/** A message of the user 1 was scheduled, changed, sent or cancelled. */
export function scheduledEvent(
  position: number,
  fields: Partial<ScheduledMessage> = {},
): ServerEvent {
  const scheduled = sampleScheduled({ id: position, ...fields });
  return {
    id: id(position),
    name: 'scheduled',
    data: { scheduled, position, at: at(position), users: [] },
  };
}

/** It was refused at its time. */
export function scheduledFailed(position: number, scheduledId: number, code: string): ServerEvent {
  const scheduled = sampleScheduled({ id: scheduledId, state: 'failed' });
  return {
    id: id(position),
    name: 'scheduled_failed',
    data: { scheduled, code, position, at: at(position), users: [] },
  };
}
