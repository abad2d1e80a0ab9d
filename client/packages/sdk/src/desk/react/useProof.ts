import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { toVestnikError, type VestnikError } from '../../index.ts';
import type { Proof } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Milliseconds between two looks at the proof, while a verification runs and otherwise. */
const RUNNING_INTERVAL_MS = 1_000;
const IDLE_INTERVAL_MS = 60_000;

export interface UseProof {
  /** Null until it is loaded. */
  readonly proof: Proof | null;
  readonly error: VestnikError | null;
  readonly refetch: () => void;
  /** Begins to verify the log. Rejects with a `VestnikError`. */
  readonly verify: () => Promise<void>;
}

/** Up to where the log is known to be intact. */
export function useProof(): UseProof {
  const api = useDeskApi();
  const queryKey = [...useDeskKey(), 'proof'];
  const queries = useQueryClient();
  const query = useQuery({
    queryKey,
    queryFn: () => api.proof(),
    refetchInterval: ({ state }) => (state.data?.running ? RUNNING_INTERVAL_MS : IDLE_INTERVAL_MS),
  });
  const { mutateAsync } = useMutation({
    mutationFn: () => api.verify(),
    onSuccess: (proof) => {
      queries.setQueryData(queryKey, proof);
    },
  });
  return {
    proof: query.data ?? null,
    error: query.error === null ? null : toVestnikError(query.error),
    refetch: () => void query.refetch(),
    verify: async () => {
      await mutateAsync();
    },
  };
}
