import type { InvitedRole } from '@vestnik/sdk/school';

/** The roles that an admin gives. */
export const ROLES: readonly InvitedRole[] = ['student', 'teacher', 'admin'];
