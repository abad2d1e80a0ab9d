import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { NewUser, User } from '../../../index.ts';
import { useClient } from '../../../react/context.ts';
import type { ListView } from '../../../react/useList.ts';
import { usePages } from './usePagedQuery.ts';

const USERS = ['vestnik', 'users'] as const;

export interface UseUsers extends Omit<ListView<User>, 'items'> {
  readonly users: readonly User[];
}

/** Everybody with `search` in the name or address: for admins. */
export function useUsers(search: string): UseUsers {
  const { api } = useClient();
  const { items, ...list } = usePages([...USERS, search], (query) => api.users(search, query));
  return { users: items, ...list };
}

export interface UseAddUser {
  /** Rejects with a `VestnikError`. */
  readonly add: (user: NewUser) => Promise<User>;
}

/** For admins. */
export function useAddUser(): UseAddUser {
  const { api } = useClient();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (user: NewUser) => api.addUser(user),
    onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
  });
  return { add: mutateAsync };
}
