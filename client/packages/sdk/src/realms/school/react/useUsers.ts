import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { ListView } from '../../../react/useChats.ts';
import { usePagedQuery } from '../../../react/usePagedQuery.ts';
import type { NewUser, SchoolUser } from '../types.ts';
import { useSchoolApi } from './context.ts';

const USERS = ['vestnik', 'users'] as const;

export interface UseUsers extends Omit<ListView<SchoolUser>, 'items'> {
  readonly users: readonly SchoolUser[];
}

/** Users with `search` in the name, or with that e-mail address: for admins. */
export function useUsers(search: string): UseUsers {
  const api = useSchoolApi();
  const { items, ...list } = usePagedQuery([...USERS, 'found', search], (query) =>
    api.users(search, query),
  );
  return { users: items, ...list };
}

export interface UseAddUser {
  /** Rejects with a `VestnikError`. */
  readonly add: (user: NewUser) => Promise<SchoolUser>;
}

/** For admins. */
export function useAddUser(): UseAddUser {
  const api = useSchoolApi();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (user: NewUser) => api.addUser(user),
    onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
  });
  return { add: mutateAsync };
}
