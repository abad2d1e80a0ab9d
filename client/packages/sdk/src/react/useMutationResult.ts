import { useCallback, useMemo, useRef, useState } from 'react';

import { toVestnikError, type VestnikError } from '../index.ts';

/** What a hook that changes something returns. The words are those of TanStack Query. */
export interface MutationResult<Variables, Data> {
  /** A failure is shown by `error` alone. */
  readonly mutate: (variables: Variables) => void;
  /** Rejects with a `VestnikError`. */
  readonly mutateAsync: (variables: Variables) => Promise<Data>;
  readonly isPending: boolean;
  /** Why the latest call failed. */
  readonly error: VestnikError | null;
  /** Forgets the error. */
  readonly reset: () => void;
}

interface MutationState {
  readonly isPending: boolean;
  readonly error: VestnikError | null;
}

const IDLE: MutationState = { isPending: false, error: null };

/** The state of the latest call of `run`, which must be memoised. */
export function useMutationResult<Variables, Data>(
  run: (variables: Variables) => Promise<Data>,
): MutationResult<Variables, Data> {
  const [{ isPending, error }, setState] = useState(IDLE);
  const latestCall = useRef(0);
  const mutateAsync = useCallback(
    async (variables: Variables) => {
      latestCall.current += 1;
      const call = latestCall.current;
      const settle = (failure: VestnikError | null): void => {
        if (call === latestCall.current) setState({ isPending: false, error: failure });
      };
      setState({ isPending: true, error: null });
      try {
        const data = await run(variables);
        settle(null);
        return data;
      } catch (thrown) {
        const failure = toVestnikError(thrown);
        settle(failure);
        throw failure;
      }
    },
    [run],
  );
  const mutate = useCallback(
    (variables: Variables) => {
      mutateAsync(variables).catch(() => undefined);
    },
    [mutateAsync],
  );
  const reset = useCallback(() => {
    latestCall.current += 1;
    setState(IDLE);
  }, []);
  return useMemo(
    () => ({ mutate, mutateAsync, isPending, error, reset }),
    [mutate, mutateAsync, isPending, error, reset],
  );
}
