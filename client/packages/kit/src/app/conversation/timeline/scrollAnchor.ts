import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';

type LogVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

/**
 * Keeps what is being read where it is while rows change their heights and history arrives.
 *
 * # Why
 * The virtualizer knows the position at the last scroll event, and those come once a frame. Corrected
 * from there, what was scrolled since would be undone: a jump.
 */
export class ScrollAnchor {
  #virtualizer: LogVirtualizer | null = null;
  #isOpened = false;

  readonly follow = (virtualizer: LogVirtualizer): (() => void) => {
    this.#virtualizer = virtualizer;
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = isAboveWhatIsRead;
    return () => {
      this.#virtualizer = null;
    };
  };

  /**
   * Goes to the divider, or else to the end, when the log is opened. To be called again when the
   * divider's index changes: the way there takes some frames, each of which looks up the row with
   * the index it was given, and older history that arrives meanwhile makes that another row.
   */
  open(divider: number): void {
    const virtualizer = this.#virtualizer;
    if (!virtualizer || (this.#isOpened && !isOnTheWayToRow(virtualizer))) return;
    this.#isOpened = true;
    if (divider < 0) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(divider, { align: 'start' });
  }

  /** Goes to a row of the open log. */
  jumpTo(index: number): void {
    this.#virtualizer?.scrollToIndex(index, { align: 'start' });
  }

  /** To be called once before each change of the rows. */
  catchUp(): void {
    const virtualizer = this.#virtualizer;
    const element = virtualizer?.scrollElement;
    if (!virtualizer || !element || virtualizer.scrollOffset === null) return;
    const offset = element.scrollTop + heldCorrection(virtualizer);
    if (Math.abs(offset - virtualizer.scrollOffset) >= 1) virtualizer.scrollOffset = offset;
  }
}

/** A correction is by so much, from wherever the log is by now; all else is to a position. */
export function scrollLog(
  offset: number,
  { adjustments = 0, behavior }: { adjustments?: number; behavior?: ScrollBehavior },
  { scrollElement }: LogVirtualizer,
): void {
  const top = adjustments === 0 ? offset : (scrollElement?.scrollTop ?? offset) + adjustments;
  scrollElement?.scrollTo({ top, ...(behavior && { behavior }) });
}

/** What the virtualizer knows of a way it is on; it has no public name. */
interface OnTheWay {
  readonly scrollState: { readonly index: number | null; readonly toEnd?: boolean } | null;
}

/** Whether the log is not yet where it was sent, and nobody has scrolled it since. */
function isOnTheWayToRow(virtualizer: LogVirtualizer): boolean {
  const { scrollState } = virtualizer as unknown as OnTheWay;
  return scrollState !== null && scrollState.index !== null && scrollState.toEnd !== true;
}

/** Whether a row that got its height pushes what is read. */
function isAboveWhatIsRead(
  { index, key, start, size }: VirtualItem,
  _delta: number,
  virtualizer: LogVirtualizer,
): boolean {
  const offset = virtualizer.scrollOffset ?? 0;
  const isNew = !virtualizer.itemSizeCache.has(key);
  if (!isNew) return start + size <= offset && virtualizer.scrollDirection !== 'backward';
  return start < offset || isAboveKnownRow(index, offset, virtualizer);
}

/**
 * Scrolling up, what was on screen before stands below the rows that come in. The virtualizer's
 * word for the direction is gone 150 ms after the last scroll, and a busy machine draws later.
 */
function isAboveKnownRow(index: number, offset: number, virtualizer: LogVirtualizer): boolean {
  const { measurementsCache, itemSizeCache } = virtualizer;
  const end = offset + (virtualizer.scrollRect?.height ?? 0);
  for (let below = index + 1; below < measurementsCache.length; below += 1) {
    const row = measurementsCache[below];
    if (row === undefined || row.start >= end) return false;
    if (itemSizeCache.has(row.key)) return true;
  }
  return false;
}

/** In a fling of iOS nothing can be written; until it ends, rows are shown shifted by this much. */
function heldCorrection(virtualizer: LogVirtualizer): number {
  const [shown] = virtualizer.getVirtualItems();
  const laidOut = shown && virtualizer.measurementsCache[shown.index];
  return shown && laidOut ? laidOut.start - shown.start : 0;
}
