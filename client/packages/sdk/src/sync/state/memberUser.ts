import type { Member, User } from '../../model.ts';

/** With a user as they are now, if they are one of the members. The same array if they are none. */
export function withUserOf(members: Member[], user: User) {
  const at = members.findIndex((member) => member.user.id === user.id);
  const member = members[at];
  return member === undefined ? members : members.with(at, { ...member, user });
}
