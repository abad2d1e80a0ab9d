import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { ListResult } from '../../../react/result.ts';
import { useQueryMutationResult } from '../../../react/tanstack.ts';
import type { MutationResult } from '../../../react/useMutationResult.ts';
import { usePagedQuery } from '../../../react/usePagedQuery.ts';
import type { NewUser, SchoolUser } from '../types.ts';
import { useSchoolApi } from './context.ts';

const USERS = ['vestnik', 'users'] as const;

/** Users with `search` in the name, or with that e-mail address: for admins. */
export function useUsers(search: string): ListResult<SchoolUser> {
  const api = useSchoolApi();
  return usePagedQuery([...USERS, 'found', search], (query) => api.users(search, query));
}

/** For admins. */
export function useAddUser(): MutationResult<NewUser, SchoolUser> {
  const api = useSchoolApi();
  const queries = useQueryClient();
  return useQueryMutationResult(
    useMutation({
      mutationFn: (user: NewUser) => api.addUser(user),
      onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
    }),
  );
}
