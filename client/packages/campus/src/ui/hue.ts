import type { Conversation } from '../model/types/chat.ts';

/** What decides on a conversation's colour: the other person, or the group itself. */
export function hueOf({ id, type, participants }: Conversation, userId: number | null): number {
  const other = participants.find(({ user_id }) => user_id !== userId);
  if (type === 'private' && other !== undefined) return other.user_id;
  return Number.parseInt(id.slice(-6), 16) || 0;
}
