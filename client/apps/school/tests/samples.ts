/** Objects as the server would send them. */
import type { Chat, Member, Message, User } from '@vestnik/sdk';

export function sampleMessage(fields: Partial<Message> & Pick<Message, 'id'>): Message {
  return {
    uuid: `m${fields.id}`,
    chat_id: 9,
    author_id: 2,
    type: 'text',
    text: `message ${fields.id}`,
    reply_to: null,
    forwarded_from: null,
    attachments: [],
    reactions: [],
    mentions: [],
    created_at: '2026-01-17T12:00:00Z',
    edited_at: null,
    deleted_at: null,
    client_id: null,
    ...fields,
  };
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
    unread_mentions: 0,
    pinned_message_ids: [],
    me: {
      role: 'member',
      last_read_id: 0,
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
