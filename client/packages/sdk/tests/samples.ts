/** Events as the server would send them. */
import type { ServerEvent } from '../src/realtime/events.ts';

/** An id at a position of the log. */
export function id(position: number): string {
  return `${position}-00c0ffee`;
}

/** `new_message` at a position, which is the message's id too. */
export function message(position: number, chatId = 1, senderId = 2): ServerEvent {
  const content = `message ${position}`;
  const created_at = new Date(position * 1_000).toISOString();
  return {
    id: id(position),
    name: 'new_message',
    data: {
      chat_id: chatId,
      message: { id: position, sender_id: senderId, content, is_deleted: false, created_at },
    },
  };
}

export function deletion(position: number, messageId: number, chatId = 1): ServerEvent {
  const data = { chat_id: chatId, message_id: messageId };
  return { id: id(position), name: 'message_deleted', data };
}

export function visit(position: number, lastReadId: number, userId: number): ServerEvent {
  const data = { chat_id: 1, user_id: userId, last_read_id: lastReadId };
  return { id: id(position), name: 'chat_read', data };
}
