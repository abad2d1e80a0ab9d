import { useCallback, useSyncExternalStore } from 'react';

interface Readable<State> {
  readonly get: () => State;
  readonly subscribe: (listener: () => void) => () => void;
}

const never = (): void => undefined;

/** A store's value; `otherwise` (of a fixed identity) while there is no store. */
export function useStore<State>(
  store: Readable<State> | null | undefined,
  otherwise: State,
): State {
  const subscribe = useCallback(
    (listener: () => void) => store?.subscribe(listener) ?? never,
    [store],
  );
  return useSyncExternalStore(subscribe, () => store?.get() ?? otherwise);
}
