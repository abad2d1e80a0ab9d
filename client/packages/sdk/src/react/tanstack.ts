/** Results of TanStack Query in the shape of the other hooks. */
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { toVestnikError, type VestnikError } from '../index.ts';
import { useFetchResult, type FetchResult } from './result.ts';
import type { MutationResult } from './useMutationResult.ts';

/** What a request failed with: the same error while it is the same failure. */
export function useVestnikError(error: Error | null): VestnikError | null {
  return useMemo(() => (error === null ? null : toVestnikError(error)), [error]);
}

interface Query<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => Promise<unknown>;
}

export function useQueryFetchResult<Data>(query: Query<Data>): FetchResult<Data> {
  const fetchAgain = query.refetch;
  const refetch = useCallback(() => void fetchAgain(), [fetchAgain]);
  const error = useVestnikError(query.error);
  return useFetchResult({ data: query.data, error, isCopy: false, refetch });
}

export function useQueryMutationResult<Variables, Data>(
  mutation: UseMutationResult<Data, Error, Variables>,
): MutationResult<Variables, Data> {
  const { mutate, mutateAsync, isPending, reset } = mutation;
  const error = useVestnikError(mutation.error);
  return useMemo(
    () => ({
      mutate: (variables) => {
        mutate(variables);
      },
      mutateAsync: (variables) => mutateAsync(variables),
      isPending,
      error,
      reset,
    }),
    [mutate, mutateAsync, isPending, error, reset],
  );
}
