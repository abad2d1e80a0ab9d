import { isCoarsePointer } from '../pointer.ts';

/** Where a menu of a message opens: beside a pointer or under a button; a finger gets a sheet. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  /** The lower edge of a menu that has no room under `y`; `y` by default. */
  readonly above?: number;
  readonly isTouch: boolean;
}

/** Under an element, at its inline start. */
export function placeUnder(element: Element): MenuPlace {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const isRtl = getComputedStyle(element).direction === 'rtl';
  return { x: isRtl ? right : left, y: bottom, above: top, isTouch: isCoarsePointer() };
}
