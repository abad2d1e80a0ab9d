import { useCallback, useSyncExternalStore } from 'react';

export interface Readable<State> {
  readonly get: () => State;
  readonly subscribe: (listener: () => void) => () => void;
}

const noop = (): void => undefined;

/**
 * The value of a store; `fallback` (of a fixed identity) without a store and when rendered by a
 * server.
 */
export function useStore<State>(store: Readable<State> | null | undefined, fallback: State): State {
  return useSelected(store, (state) => state, fallback);
}

/** A part of a store's value: what it returns must be the same while nothing of it has changed. */
export function useSelected<State, Part>(
  store: Readable<State> | null | undefined,
  select: (state: State) => Part,
  fallback: Part,
): Part {
  const subscribe = useCallback(
    (listener: () => void) => store?.subscribe(listener) ?? noop,
    [store],
  );
  return useSyncExternalStore(
    subscribe,
    () => (store ? select(store.get()) : fallback),
    () => fallback,
  );
}
