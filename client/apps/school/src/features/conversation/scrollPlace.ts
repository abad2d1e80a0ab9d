import type { Virtualizer } from '@tanstack/react-virtual';

/**
 * Tells the virtualizer where its element is by now.
 *
 * # Why
 * Scroll events come once a frame. History that arrives between a scroll and its event would be put
 * above the place of the frame before, and what was scrolled since would be undone: a jump.
 */
export class ScrollPlace {
  #virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement> | null = null;

  readonly follow = (virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>): (() => void) => {
    this.#virtualizer = virtualizer;
    return () => {
      this.#virtualizer = null;
    };
  };

  /** To be called once before each change of the rows. */
  catchUp(): void {
    const virtualizer = this.#virtualizer;
    const element = virtualizer?.scrollElement;
    if (!virtualizer || !element || virtualizer.scrollOffset === null) return;
    const offset = element.scrollTop + heldCorrection(virtualizer);
    if (Math.abs(offset - virtualizer.scrollOffset) >= 1) virtualizer.scrollOffset = offset;
  }
}

/** In a fling of iOS nothing can be written; until it ends, rows are shown shifted by this much. */
function heldCorrection(virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>): number {
  const [shown] = virtualizer.getVirtualItems();
  const laidOut = shown && virtualizer.measurementsCache[shown.index];
  return shown && laidOut ? laidOut.start - shown.start : 0;
}
