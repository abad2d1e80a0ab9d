import type { Role } from '@vestnik/sdk';
import { useRoleName } from '@vestnik/ui/format';

/**
 * The role of a user beside their name; empty for plain members, which most users are, and
 * for guests, whose names say it.
 */
export function useRoleNote(): (role: Role | null) => string {
  const roleName = useRoleName();
  return (role) => (role === 'member' || role === 'guest' ? '' : roleName(role));
}
