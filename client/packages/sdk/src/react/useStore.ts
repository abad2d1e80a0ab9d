import { useCallback, useSyncExternalStore } from 'react';

interface Readable<State> {
  readonly get: () => State;
  readonly subscribe: (listener: () => void) => () => void;
}

const noop = (): void => undefined;

/**
 * The value of a store; `fallback` (of a fixed identity) without a store and when rendered by a
 * server.
 */
export function useStore<State>(store: Readable<State> | null | undefined, fallback: State): State {
  const subscribe = useCallback(
    (listener: () => void) => store?.subscribe(listener) ?? noop,
    [store],
  );
  return useSyncExternalStore(
    subscribe,
    () => store?.get() ?? fallback,
    () => fallback,
  );
}
