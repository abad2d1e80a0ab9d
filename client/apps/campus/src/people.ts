import type { Person } from '@vestnik/campus';
import { errorFromResponse } from '@vestnik/sdk';
import type { SchoolUser } from '@vestnik/sdk/school';

import { logIn } from './session.ts';

/** Whoever runs the demo may look everybody up. */
const DIRECTORY_ADMIN_EMAIL = 'admin@demo.school';

let adminToken: Promise<string> | null = null;

/** The university's directory, as far as a demo has one. */
export async function findPeople(query: string): Promise<Person[]> {
  adminToken ??= logIn(DIRECTORY_ADMIN_EMAIL).then(({ token }) => token);
  try {
    const response = await fetch(`/api/admin/users?q=${encodeURIComponent(query)}&limit=50`, {
      credentials: 'omit',
      headers: { Authorization: `Bearer ${await adminToken}` },
    });
    const answer = (await response.json().catch(() => null)) as unknown;
    if (!response.ok) throw errorFromResponse(response, answer);
    const { users } = answer as { users: SchoolUser[] };
    return users.map(({ id, name, email }) => ({
      id,
      name,
      ...(email !== null && { note: email }),
    }));
  } catch (error) {
    // The next one who asks signs in anew.
    adminToken = null;
    throw error;
  }
}
