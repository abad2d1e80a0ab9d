import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { ListResult } from '../../../react/result.ts';
import { usePagedQuery } from '../../../react/usePagedQuery.ts';
import type {
  DeactivatedUser,
  Invitation,
  InvitedRole,
  NewInvitation,
  PasswordLink,
} from '../accounts/index.ts';
import { useAccountRequests } from './useAccountRequests.ts';

const INVITATIONS = ['vestnik', 'invitations'] as const;
/** The key of `useUsers`, with which others begin. */
const USERS = ['vestnik', 'users'] as const;

/** The newest first. */
export interface UseInvitations extends ListResult<Invitation> {
  /** Rejects with a `VestnikError`. Only its result has the link. */
  readonly invite: (invitation: NewInvitation) => Promise<Invitation>;
  /** Rejects with a `VestnikError`. */
  readonly revoke: (id: string) => Promise<void>;
}

/** The open invitations: for admins. */
export function useInvitations(): UseInvitations {
  const { people } = useAccountRequests();
  const queries = useQueryClient();
  const list = usePagedQuery(INVITATIONS, (query) => people.invitations(query));
  const onSettled = () => queries.invalidateQueries({ queryKey: INVITATIONS });
  const { mutateAsync: invite } = useMutation({
    mutationFn: (invitation: NewInvitation) => people.invite(invitation),
    onSettled,
  });
  const { mutateAsync: revoke } = useMutation({
    mutationFn: (id: string) => people.revokeInvitation(id),
    onSettled,
  });
  return useMemo(() => ({ ...list, invite, revoke }), [list, invite, revoke]);
}

export interface UsePeopleAdmin {
  /** A link that sets a new password. Rejects with a `VestnikError`. */
  readonly addPasswordLink: (userId: number) => Promise<PasswordLink>;
  /** Rejects with a `VestnikError`. */
  readonly setRole: (userId: number, role: InvitedRole) => Promise<void>;
  /** Rejects with a `VestnikError`. */
  readonly deactivate: (userId: number) => Promise<void>;
  /** Rejects with a `VestnikError`. */
  readonly reactivate: (userId: number) => Promise<void>;
}

/** What admins do with the accounts of others. */
export function usePeopleAdmin(): UsePeopleAdmin {
  const { people } = useAccountRequests();
  const queries = useQueryClient();
  // Lists of users and of deactivated ones.
  const onSettled = () => queries.invalidateQueries({ queryKey: USERS });
  const { mutateAsync } = useMutation({
    mutationFn: (change: () => Promise<void>) => change(),
    onSettled,
  });
  return useMemo(
    () => ({
      addPasswordLink: (userId) => people.addPasswordLink(userId),
      setRole: (userId, role) => mutateAsync(() => people.setRole(userId, role)),
      deactivate: (userId) => mutateAsync(() => people.deactivate(userId)),
      reactivate: (userId) => mutateAsync(() => people.reactivate(userId)),
    }),
    [people, mutateAsync],
  );
}

/** People who were deactivated, the latest first: for admins. */
export function useDeactivatedUsers(): ListResult<DeactivatedUser> {
  const { people } = useAccountRequests();
  return usePagedQuery([...USERS, 'deactivated'], (query) => people.deactivated(query));
}
