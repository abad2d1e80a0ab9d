import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { toVestnikError, type VestnikError } from '../../../index.ts';
import { useChatClient } from '../../../react/context.ts';
import type { LogIn } from '../accounts/index.ts';
import { useAccountRequests } from './useAccountRequests.ts';

const LOG_INS = ['vestnik', 'log-ins'] as const;

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
  const chatClient = useChatClient();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: [...LOG_INS, chatClient?.user.id],
    queryFn: () => own.logIns(),
    enabled: chatClient !== null,
  });
  const { mutateAsync } = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await own.endLogIn(id);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: LOG_INS }),
  });
  return {
    logIns: query.data ?? null,
    error: query.error === null ? null : toVestnikError(query.error),
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
