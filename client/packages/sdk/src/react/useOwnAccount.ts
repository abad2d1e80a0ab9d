import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { asVestnikError, type VestnikError } from '../core/index.ts';
import type { LogIn, OwnProfile, ProfileChanges } from '../accounts/index.ts';
import { useAccount, useClient } from './context.ts';
import { useAccountRequests } from './useAccountRequests.ts';

const PROFILE = ['vestnik', 'profile'] as const;
const LOG_INS = ['vestnik', 'log-ins'] as const;

export interface UseProfile {
  /** Null until it is loaded. */
  readonly profile: OwnProfile | null;
  readonly error: VestnikError | null;
  readonly refetch: () => void;
  /** Rejects with a `VestnikError`. */
  readonly change: (changes: ProfileChanges) => Promise<OwnProfile>;
  /** Uploads a picture. Rejects with a `VestnikError`. */
  readonly setPicture: (image: Blob) => Promise<OwnProfile>;
}

/** The caller's own profile; with `isNeeded` false it is not requested. */
export function useProfile(isNeeded = true): UseProfile {
  const { own } = useAccountRequests();
  const { session } = useClient();
  const account = useAccount();
  const queries = useQueryClient();
  const queryKey = [...PROFILE, account?.user.id];
  const query = useQuery({
    queryKey,
    queryFn: () => own.profile(),
    enabled: isNeeded && account !== null,
  });
  const onSuccess = (profile: OwnProfile) => {
    queries.setQueryData(queryKey, profile);
    // The name of the session is that of the profile.
    void session.check();
  };
  const changing = useMutation({
    mutationFn: (changes: ProfileChanges) => own.change(changes),
    onSuccess,
  });
  const uploading = useMutation({ mutationFn: (image: Blob) => own.setPicture(image), onSuccess });
  return {
    profile: query.data ?? null,
    error: query.error === null ? null : asVestnikError(query.error),
    refetch: () => void query.refetch(),
    change: changing.mutateAsync,
    setPicture: uploading.mutateAsync,
  };
}

export interface UseLogIns {
  /** Null until they are loaded. */
  readonly logIns: readonly LogIn[] | null;
  readonly error: VestnikError | null;
  readonly refetch: () => void;
  /** Signs devices out. Rejects with a `VestnikError`. */
  readonly end: (ids: readonly string[]) => Promise<void>;
}

/** The devices on which the caller is signed in. */
export function useLogIns(): UseLogIns {
  const { own } = useAccountRequests();
  const account = useAccount();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: [...LOG_INS, account?.user.id],
    queryFn: () => own.logIns(),
    enabled: account !== null,
  });
  const { mutateAsync } = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await own.endLogIn(id);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: LOG_INS }),
  });
  return {
    logIns: query.data ?? null,
    error: query.error === null ? null : asVestnikError(query.error),
    refetch: () => void query.refetch(),
    end: mutateAsync,
  };
}

/** Changes the caller's password and ends their other log-ins. Rejects with a `VestnikError`. */
export function useChangePassword(): (oldPassword: string, newPassword: string) => Promise<void> {
  const { own } = useAccountRequests();
  const queries = useQueryClient();
  return useCallback(
    async (oldPassword, newPassword) => {
      await own.changePassword(oldPassword, newPassword);
      await queries.invalidateQueries({ queryKey: LOG_INS });
    },
    [own, queries],
  );
}
