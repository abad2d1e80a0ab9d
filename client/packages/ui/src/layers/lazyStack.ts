import type { LayerStack } from './layerStack.ts';

/** Null until its code is loaded: pages show themselves without. */
let loaded: LayerStack | null = null;

export function loadedStack(): LayerStack | null {
  return loaded;
}

/** Runs a task with the stack, at once if its code is there; never if that cannot be loaded. */
export function withStack(task: (stack: LayerStack) => void): void {
  if (loaded !== null) {
    task(loaded);
    return;
  }
  import('./layerStack.ts').then(
    ({ layerStack }) => {
      loaded = layerStack();
      task(loaded);
    },
    // Back leaves the page then.
    () => undefined,
  );
}
