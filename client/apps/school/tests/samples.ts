/** Objects as the server would send them. */
import { emptyMessage, type Chat, type Member, type Message, type User } from '@vestnik/sdk';

export function sampleMessage(fields: Partial<Message> & Pick<Message, 'id'>): Message {
  return emptyMessage({
    uuid: `m${fields.id}`,
    chat_id: 9,
    author_id: 2,
    text: `message ${fields.id}`,
    created_at: '2026-01-17T12:00:00Z',
    ...fields,
  });
}

export function sampleChat(fields: Partial<Chat> = {}): Chat {
  return {
    id: 9,
    uuid: 'c9',
    type: 'private',
    title: null,
    avatar_url: null,
    listing: null,
    members: [],
    member_count: 2,
    created_at: '2026-01-17T11:00:00Z',
    last_message: null,
    unread_count: 0,
    unread_mention_count: 0,
    pins: [],
    custom: {},
    me: {
      role: 'member',
      last_read_id: 0,
      muted: false,
      muted_until: null,
      pinned: false,
      archived: false,
      draft: null,
      can: ['send'],
    },
    ...fields,
  };
}

export function sampleMember(fields: Pick<User, 'id'> & Partial<User>): Member {
  return {
    user: {
      name: `User ${fields.id}`,
      role: 'student',
      avatar_url: null,
      online: false,
      last_seen: null,
      ...fields,
    },
    role: 'member',
    joined_at: '2026-01-17T11:00:00Z',
    last_read_id: 0,
  };
}
