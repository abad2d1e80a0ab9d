import { lazy, useEffect, useState, type ComponentType, type LazyExoticComponent } from 'react';

const RETRY_MS = 3_000;

/**
 * A component that is loaded with its first use. Without a connection that is repeated until it
 * succeeds: a failure of `lazy` would take the whole page of the host away.
 */
export function lazyPart<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => untilLoaded(load));
}

/** The module that `load` gives, once it has been wanted and is loaded. */
export function useLoaded<Module>(
  load: () => Promise<Module>,
  isWanted: boolean,
): Module | undefined {
  const [loaded, setLoaded] = useState<Module>();
  const isMissing = isWanted && loaded === undefined;
  useEffect(() => {
    if (!isMissing) return;
    let isCurrent = true;
    void untilLoaded(load).then((module) => {
      if (isCurrent) setLoaded(module);
    });
    return () => {
      isCurrent = false;
    };
  }, [load, isMissing]);
  return loaded;
}

/** Repeats `load` until it succeeds. */
export async function untilLoaded<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_MS);
      });
    }
  }
}
