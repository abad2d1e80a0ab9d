import { useEffect, useSyncExternalStore } from 'react';

import { untilLoaded } from './lazyPart.ts';

/** A hook for a value that is loaded with its first use. It answers null until then, or if it is lost. */
export function lazyValue<Value>(load: () => Promise<Value>): (isNeeded: boolean) => Value | null {
  let value: Value | null = null;
  let loading: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  const start = async () => {
    value = await untilLoaded(load);
    for (const listener of listeners) listener();
  };
  return function useLazyValue(isNeeded) {
    const read = () => (isNeeded ? value : null);
    useEffect(() => {
      // What does without it is shown without it.
      if (isNeeded) loading ??= start().catch(() => undefined);
    }, [isNeeded]);
    return useSyncExternalStore(subscribe, read, () => null);
  };
}
