import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

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
