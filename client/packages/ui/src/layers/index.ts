/** Back closes what lies over a page: dialogs, menus, viewers, a selection, a search. */
import { loadedStack } from './lazyStack.ts';

export { useBackLayer } from './useBackLayer.ts';

/**
 * Runs a task that goes to another address: at once, or when the layers that close with it have left the
 * history, so that Back leads to where they lay.
 */
export function afterLayers(task: () => void): void {
  const stack = loadedStack();
  if (stack === null) task();
  else stack.whenSettled(task);
}
