import type { Chat, Member } from '@vestnik/sdk/model';

/** What the caller may do with a member, by the server's rules: only the owner sets roles. */
export function memberRights(
  chat: Chat,
  member: { readonly id: number; readonly role: Member['role'] },
  ownId: number | null,
): { canSetRole: boolean; canRemove: boolean } {
  const isOther = member.id !== ownId && member.role !== 'owner';
  const isOwner = chat.me.role === 'owner';
  return {
    canSetRole: isOther && isOwner,
    canRemove: isOther && chat.me.can.includes('remove'),
  };
}

/** Only the owner deletes a group. */
export function canDeleteGroup(chat: Chat): boolean {
  return chat.type === 'group' && chat.me.role === 'owner';
}
