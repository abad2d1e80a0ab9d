import type { Conversation, Message } from '../src/model/types/chat.ts';

/** A message of the conversation `c1` by user 2. */
export function message(id: string, rest: Partial<Message> = {}): Message {
  return {
    id,
    conversation_id: 'c1',
    sender_id: 2,
    text: `text of ${id}`,
    reply_to: null,
    is_edited: false,
    created_at: '2026-01-17T12:00:00Z',
    ...rest,
  };
}

/** The conversation of users 1 and 2. */
export function conversation(rest: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    type: 'private',
    title: null,
    created_by: 1,
    created_at: '2026-01-17T11:00:00Z',
    service: null,
    service_id: null,
    participants: [
      { user_id: 1, name: 'Анна', last_read_message_id: null },
      { user_id: 2, name: 'Борис', last_read_message_id: null },
    ],
    last_message: null,
    unread_count: 0,
    ...rest,
  };
}
