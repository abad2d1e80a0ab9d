import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { ListView } from '../../../react/useChats.ts';
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
  return {
    addPasswordLink: (userId) => people.addPasswordLink(userId),
    setRole: (userId, role) => mutateAsync(() => people.setRole(userId, role)),
    deactivate: (userId) => mutateAsync(() => people.deactivate(userId)),
    reactivate: (userId) => mutateAsync(() => people.reactivate(userId)),
  };
}

export interface UseDeactivatedUsers extends Omit<ListView<DeactivatedUser>, 'items'> {
  /** The latest first. */
  readonly users: readonly DeactivatedUser[];
}

/** People who were deactivated: for admins. */
export function useDeactivatedUsers(): UseDeactivatedUsers {
  const { people } = useAccountRequests();
  const { items, ...list } = usePagedQuery([...USERS, 'deactivated'], (query) =>
    people.deactivated(query),
  );
  return { users: items, ...list };
}
