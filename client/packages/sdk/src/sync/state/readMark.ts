import type { Member } from '../../model.ts';

/** With the read mark of a member, which never moves back. The same array if it does not move. */
export function withReadMark(members: Member[], userId: number | null, lastReadId: number) {
  const at = members.findIndex(({ user }) => user.id === userId);
  const member = members[at];
  if (member === undefined || member.last_read_id >= lastReadId) return members;
  return members.with(at, { ...member, last_read_id: lastReadId });
}
