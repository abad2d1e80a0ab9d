import type { Conversation, Message, ServerFrame } from '../types/chat.ts';

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
      return change({ participants: [...others, { user_id, name }] });
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
    case 'read':
      return frame.payload.user_id === userId ? change({ unread_count: 0 }) : list;
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
  const others = list.filter((item) => item !== known);
  return [{ ...known, last_message: message, unread_count }, ...others];
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
