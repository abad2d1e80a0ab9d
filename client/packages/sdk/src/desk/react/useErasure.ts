import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { FetchResult, ListResult } from '../../react/result.ts';
import { useQueryFetchResult } from '../../react/tanstack.ts';
import { usePagedQuery } from '../../react/usePagedQuery.ts';
import type { Erasure, ErasureSummary } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** `data` is what erasing the person would remove. */
export interface UseErasure extends FetchResult<Erasure> {
  /** Asks the operator of the server to erase the person. Rejects with a `VestnikError`. */
  readonly request: (confirmName: string) => Promise<void>;
  /** Rejects with a `VestnikError`. */
  readonly withdraw: () => Promise<void>;
}

/** The erasure of a person: for admins. */
export function useErasure(userId: number): UseErasure {
  const api = useDeskApi();
  const queryKey = [...useDeskKey(), 'erasures'];
  const queries = useQueryClient();
  const erasure = useQueryFetchResult(
    useQuery({ queryKey: [...queryKey, userId], queryFn: () => api.erasure(userId) }),
  );
  const onSettled = () => queries.invalidateQueries({ queryKey });
  const { mutateAsync: request } = useMutation({
    mutationFn: (confirmName: string) => api.requestErasure(userId, confirmName),
    onSettled,
  });
  const { mutateAsync: withdraw } = useMutation({
    mutationFn: () => api.withdrawErasure(userId),
    onSettled,
  });
  return useMemo(
    () => ({
      ...erasure,
      request: async (confirmName: string) => {
        await request(confirmName);
      },
      withdraw,
    }),
    [erasure, request, withdraw],
  );
}

/** The erasures that were requested, the newest first: for admins. */
export function useErasures(): ListResult<ErasureSummary> {
  const api = useDeskApi();
  const key = useDeskKey();
  return usePagedQuery([...key, 'erasures', 'all'], (query) => api.erasures(query));
}
