import type { Conversation, Message, Participant, ServerFrame } from '../types/chat.ts';

/** What a frame of a conversation's socket makes of the list; null: it has to be read again. */
export function applyToConversations(
  list: readonly Conversation[],
  conversationId: string,
  frame: ServerFrame,
  userId: number | null,
): readonly Conversation[] | null {
  const known = list.find(({ id }) => id === conversationId);
  if (known === undefined) return frame.type === 'message:new' ? null : list;
  const change = (changes: Partial<Conversation>): Conversation[] =>
    list.map((item) => (item === known ? { ...item, ...changes } : item));
  switch (frame.type) {
    case 'message:new':
      return withNewMessage(list, known, frame.payload, userId);
    case 'message:edited':
      return known.last_message?.id === frame.payload.id
        ? change({ last_message: frame.payload })
        : list;
    case 'message:deleted':
      // The one before it, and how many are unread, only the server knows.
      return known.last_message?.id === frame.payload.id || known.unread_count > 0 ? null : list;
    case 'participant:added': {
      const { user_id, name } = frame.payload;
      const others = known.participants.filter((participant) => participant.user_id !== user_id);
      const added = { user_id, name, last_read_message_id: null };
      return change({ participants: [...others, added] });
    }
    case 'participant:removed': {
      const { user_id } = frame.payload;
      if (user_id === userId) return list.filter((item) => item !== known);
      return change({
        participants: known.participants.filter((participant) => participant.user_id !== user_id),
      });
    }
    case 'conversation:deleted':
      return list.filter((item) => item !== known);
    case 'read': {
      const { user_id, last_read_id } = frame.payload;
      return change({
        ...(user_id === userId && { unread_count: 0 }),
        participants: withMark(known.participants, user_id, last_read_id),
      });
    }
    case 'typing':
    case 'error':
      return list;
    case 'reset':
      return null;
  }
}

function withNewMessage(
  list: readonly Conversation[],
  known: Conversation,
  message: Message,
  userId: number | null,
): readonly Conversation[] {
  if (known.last_message !== null && known.last_message.id >= message.id) return list;
  // Sending is a visit.
  const unread_count = message.sender_id === userId ? 0 : known.unread_count + 1;
  const participants = withMark(known.participants, message.sender_id, message.id);
  const others = list.filter((item) => item !== known);
  return [{ ...known, last_message: message, unread_count, participants }, ...others];
}

/** With the newest message that one of them has read. */
function withMark(
  participants: Participant[],
  userId: number | null,
  messageId: string | null,
): Participant[] {
  if (userId === null || messageId === null) return participants;
  return participants.map((participant) =>
    participant.user_id === userId
      ? { ...participant, last_read_message_id: messageId }
      : participant,
  );
}

/** When a conversation was last active, as the list shows it. */
export function activityOf({ last_message, created_at }: Conversation): string {
  return last_message?.created_at ?? created_at;
}

/**
 * By the times that the list shows. The server orders by the newest message, also where that was
 * deleted since and the list shows the one before it.
 */
export function inShownOrder(list: readonly Conversation[]): Conversation[] {
  return list.toSorted((a, b) => Date.parse(activityOf(b)) - Date.parse(activityOf(a)));
}

/** What a conversation is called: a private one by its other side. */
export function titleOf(
  { title, participants, type }: Conversation,
  userId: number | null,
  nameOf: (name: string | undefined) => string,
): string {
  const own = title?.trim() ?? '';
  if (own !== '') return own;
  const others = participants.filter(({ user_id }) => user_id !== userId);
  if (type === 'private') return nameOf(others[0]?.name);
  return others.map(({ name }) => nameOf(name)).join(', ');
}
