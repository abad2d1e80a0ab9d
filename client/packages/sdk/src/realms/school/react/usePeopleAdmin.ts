import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { ListView } from '../../../react/useChats.ts';
import type { Invitation, NewInvitation, PasswordLink } from '../accounts/index.ts';
import type { SchoolUser } from '../types.ts';
import { useAccountRequests } from './useAccountRequests.ts';
import { usePagedQuery } from './usePagedQuery.ts';

const INVITATIONS = ['vestnik', 'invitations'] as const;
/** The key of `useUsers`. */
const USERS = ['vestnik', 'users'] as const;
const DEACTIVATED = ['vestnik', 'deactivated'] as const;
const PICTURES = ['vestnik', 'pictures'] as const;
const NO_USERS: readonly SchoolUser[] = [];

export interface UseInvitations extends Omit<ListView<Invitation>, 'items'> {
  /** The newest first. */
  readonly invitations: readonly Invitation[];
  /** Rejects with a `VestnikError`. Only its result has the link. */
  readonly invite: (invitation: NewInvitation) => Promise<Invitation>;
  /** Rejects with a `VestnikError`. */
  readonly revoke: (id: string) => Promise<void>;
}

/** The open invitations: for admins. */
export function useInvitations(): UseInvitations {
  const { people } = useAccountRequests();
  const queries = useQueryClient();
  const { items, ...list } = usePagedQuery(INVITATIONS, (query) => people.invitations(query));
  const onSettled = () => queries.invalidateQueries({ queryKey: INVITATIONS });
  const inviting = useMutation({
    mutationFn: (invitation: NewInvitation) => people.invite(invitation),
    onSettled,
  });
  const revoking = useMutation({
    mutationFn: (id: string) => people.revokeInvitation(id),
    onSettled,
  });
  return {
    ...list,
    invitations: items,
    invite: inviting.mutateAsync,
    revoke: revoking.mutateAsync,
  };
}

export interface UsePeopleAdmin {
  /**
   * The people whom the caller deactivated since this page was loaded, the newest first: the server
   * lists none.
   */
  readonly deactivated: readonly SchoolUser[];
  /** A link that sets a new password. Rejects with a `VestnikError`. */
  readonly addPasswordLink: (userId: number) => Promise<PasswordLink>;
  /** Rejects with a `VestnikError`. */
  readonly deactivate: (user: SchoolUser) => Promise<void>;
  /** Rejects with a `VestnikError`. */
  readonly reactivate: (user: SchoolUser) => Promise<void>;
}

/** What admins do with the accounts of others. */
export function usePeopleAdmin(): UsePeopleAdmin {
  const { people } = useAccountRequests();
  const queries = useQueryClient();
  const { data: deactivated } = useQuery({
    queryKey: DEACTIVATED,
    queryFn: () => NO_USERS,
    initialData: NO_USERS,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const update = (change: (before: readonly SchoolUser[]) => readonly SchoolUser[]) => {
    queries.setQueryData<readonly SchoolUser[]>(DEACTIVATED, (before = NO_USERS) => change(before));
    return queries.invalidateQueries({ queryKey: USERS });
  };
  const deactivating = useMutation({
    mutationFn: (user: SchoolUser) => people.deactivate(user.id),
    onSuccess: (_, user) => update((before) => [user, ...without(before, user)]),
  });
  const reactivating = useMutation({
    mutationFn: (user: SchoolUser) => people.reactivate(user.id),
    onSuccess: (_, user) => update((before) => without(before, user)),
  });
  return {
    deactivated,
    addPasswordLink: (userId) => people.addPasswordLink(userId),
    deactivate: deactivating.mutateAsync,
    reactivate: reactivating.mutateAsync,
  };
}

function without(users: readonly SchoolUser[], { id }: SchoolUser): readonly SchoolUser[] {
  return users.filter((user) => user.id !== id);
}

const NO_PICTURES: ReadonlyMap<number, string> = new Map();

/** The addresses of pictures by user id, of the first `count` people found by `search`. */
export function usePictures(search: string, count: number): ReadonlyMap<number, string> {
  const { people } = useAccountRequests();
  const { data } = useQuery({
    queryKey: [...PICTURES, search, count],
    queryFn: () => people.pictures(search, count),
    enabled: count > 0,
    // The pictures stay while more people are loaded.
    placeholderData: (previous) => previous,
  });
  return data ?? NO_PICTURES;
}
