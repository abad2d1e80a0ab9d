import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { FetchResult } from '../../react/result.ts';
import { useQueryFetchResult } from '../../react/tanstack.ts';
import type { Proof } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Milliseconds between two looks at the proof, while a verification runs and otherwise. */
const RUNNING_INTERVAL_MS = 1_000;
const IDLE_INTERVAL_MS = 60_000;

export interface UseProof extends FetchResult<Proof> {
  /** Begins to verify the log. Rejects with a `VestnikError`. */
  readonly verify: () => Promise<void>;
}

/** Up to where the log is known to be intact. */
export function useProof(): UseProof {
  const api = useDeskApi();
  const queryKey = [...useDeskKey(), 'proof'];
  const queries = useQueryClient();
  const proof = useQueryFetchResult(
    useQuery({
      queryKey,
      queryFn: () => api.proof(),
      refetchInterval: ({ state }) =>
        state.data?.running ? RUNNING_INTERVAL_MS : IDLE_INTERVAL_MS,
    }),
  );
  const { mutateAsync } = useMutation({
    mutationFn: () => api.verify(),
    onSuccess: (running) => {
      queries.setQueryData(queryKey, running);
    },
  });
  return useMemo(
    () => ({
      ...proof,
      verify: async () => {
        await mutateAsync();
      },
    }),
    [proof, mutateAsync],
  );
}
