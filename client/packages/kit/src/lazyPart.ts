import { lazy, useEffect, useState, type ComponentType, type LazyExoticComponent } from 'react';

const FIRST_PAUSE_MS = 1_000;
const OFFLINE_PAUSE_MS = 3_000;
/** With a connection. What then still fails is gone: a new version has replaced it. */
const MAX_ATTEMPTS = 5;

/**
 * A component that is loaded with its first use. Without a connection that is repeated until it
 * succeeds: a failure of `lazy` would take the whole page of the host away. Otherwise a few times,
 * until the error boundary of the host has to offer another way.
 */
export function lazyPart<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => untilLoaded(load));
}

/** The module that `load` gives, once it has been wanted and is loaded. Throws if it cannot be. */
export function useLoaded<Module>(
  load: () => Promise<Module>,
  isWanted: boolean,
): Module | undefined {
  const [loaded, setLoaded] = useState<Module>();
  const isMissing = isWanted && loaded === undefined;
  useEffect(() => {
    if (!isMissing) return;
    let isCurrent = true;
    untilLoaded(load).then(
      (module) => {
        if (isCurrent) setLoaded(module);
      },
      (error: unknown) => {
        // In a render, so that the error boundary catches it.
        setLoaded(() => {
          throw error;
        });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [load, isMissing]);
  return loaded;
}

/** Repeats `load`: for as long as there is no connection, and a few times with one. */
export async function untilLoaded<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let attempt = 1; ;) {
    try {
      return await load();
    } catch (error) {
      if (!navigator.onLine) {
        await pause(OFFLINE_PAUSE_MS);
        continue;
      }
      if (attempt === MAX_ATTEMPTS) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      attempt += 1;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
