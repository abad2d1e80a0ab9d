import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { useChatClient } from '../../../react/context.ts';
import type { FetchResult } from '../../../react/result.ts';
import { useQueryFetchResult } from '../../../react/tanstack.ts';
import { useMutationResult, type MutationResult } from '../../../react/useMutationResult.ts';
import type { LogIn } from '../accounts/index.ts';
import { useAccountRequests } from './useAccountRequests.ts';

const LOG_INS = ['vestnik', 'log-ins'] as const;

export interface UseLogIns extends FetchResult<readonly LogIn[]> {
  /** Signs devices out. Rejects with a `VestnikError`. */
  readonly end: (ids: readonly string[]) => Promise<void>;
}

/** The devices on which the caller is signed in. */
export function useLogIns(): UseLogIns {
  const { own } = useAccountRequests();
  const chatClient = useChatClient();
  const queries = useQueryClient();
  const logIns = useQueryFetchResult<readonly LogIn[]>(
    useQuery({
      queryKey: [...LOG_INS, chatClient?.user.id],
      queryFn: () => own.logIns(),
      enabled: chatClient !== null,
    }),
  );
  const { mutateAsync } = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await own.endLogIn(id);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: LOG_INS }),
  });
  return useMemo(() => ({ ...logIns, end: mutateAsync }), [logIns, mutateAsync]);
}

export interface PasswordChange {
  readonly oldPassword: string;
  readonly newPassword: string;
}

/** Changes the caller's password and ends their other log-ins. */
export function useChangePassword(): MutationResult<PasswordChange, void> {
  const { own } = useAccountRequests();
  const queries = useQueryClient();
  return useMutationResult(
    useCallback(
      async ({ oldPassword, newPassword }: PasswordChange) => {
        await own.changePassword(oldPassword, newPassword);
        await queries.invalidateQueries({ queryKey: LOG_INS });
      },
      [own, queries],
    ),
  );
}
