import type { Chat, Member, Message } from '@vestnik/sdk/model';

/** The other member of a private chat, or of a chat about a listing. */
export function otherMember(chat: Chat, ownId: number | null): Member | null {
  return chat.members?.find(({ user }) => user.id !== ownId) ?? null;
}

/** The name of a chat; `displayName` names users, deleted ones too. */
export function chatTitle(
  chat: Chat,
  ownId: number | null,
  displayName: (name: string | null | undefined) => string,
): string {
  if (chat.type === 'group') return chat.title ?? '';
  // A reader who is no member sees a chat of two others.
  if (chat.me.role === null)
    return chat.members?.map(({ user }) => displayName(user.name)).join(' — ') ?? '';
  return displayName(otherMember(chat, ownId)?.user.name);
}

/** The picture of a chat: a group's own, otherwise the other member's. */
export function chatPicture(chat: Chat, ownId: number | null): string | null {
  return chat.avatar_url ?? otherMember(chat, ownId)?.user.avatar_url ?? null;
}

/** The number that decides on the colour of a chat without a picture. */
export function chatHue(chat: Chat, ownId: number | null): number {
  return otherMember(chat, ownId)?.user.id ?? chat.id;
}

/** When something last happened. */
export function lastActivity(chat: Chat): string {
  return chat.last_message?.created_at ?? chat.created_at;
}

/** The server does not tell when the time of a muted chat is over. */
export function isMuted({ me }: Chat, now: Date): boolean {
  return me.muted && (me.muted_until === null || new Date(me.muted_until) > now);
}

/**
 * Whether another member has read an own message; null for messages of others. In a group, whose members the chat
 * does not have, it is not known.
 */
export function deliveryOf(
  chat: Chat,
  message: Message | null,
  ownId: number | null,
): 'sent' | 'read' | null {
  if (message === null || ownId === null || message.author_id !== ownId) return null;
  const isRead = chat.members?.some(
    ({ user, last_read_id: lastRead }) => user.id !== ownId && lastRead >= message.id,
  );
  return isRead === true ? 'read' : 'sent';
}
