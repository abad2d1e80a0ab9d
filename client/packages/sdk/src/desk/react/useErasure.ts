import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { toVestnikError, type VestnikError } from '../../index.ts';
import type { ListView } from '../../react/useChats.ts';
import { usePagedQuery } from '../../react/usePagedQuery.ts';
import type { Erasure, ErasureSummary } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

export interface UseErasure {
  /** What erasing the person would remove; null until it is loaded. */
  readonly erasure: Erasure | null;
  readonly error: VestnikError | null;
  readonly refetch: () => void;
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
  const query = useQuery({
    queryKey: [...queryKey, userId],
    queryFn: () => api.erasure(userId),
  });
  const onSettled = () => queries.invalidateQueries({ queryKey });
  const requesting = useMutation({
    mutationFn: (confirmName: string) => api.requestErasure(userId, confirmName),
    onSettled,
  });
  const withdrawing = useMutation({ mutationFn: () => api.withdrawErasure(userId), onSettled });
  return {
    erasure: query.data ?? null,
    error: query.error === null ? null : toVestnikError(query.error),
    refetch: () => void query.refetch(),
    request: async (confirmName) => {
      await requesting.mutateAsync(confirmName);
    },
    withdraw: withdrawing.mutateAsync,
  };
}

export interface UseErasures extends Omit<ListView<ErasureSummary>, 'items'> {
  /** The newest first. */
  readonly erasures: readonly ErasureSummary[];
}

/** The erasures that were requested: for admins. */
export function useErasures(): UseErasures {
  const api = useDeskApi();
  const key = useDeskKey();
  const { items, ...list } = usePagedQuery([...key, 'erasures', 'all'], (query) =>
    api.erasures(query),
  );
  return { erasures: items, ...list };
}
