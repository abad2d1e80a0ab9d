import { isCoarsePointer } from '../pointer.ts';

type MouseClick = Pick<MouseEvent, 'detail' | 'clientX' | 'clientY'>;

/** Where a menu of a message opens: beside a pointer or under a button; a finger gets a sheet. */
export interface MenuAnchor {
  readonly x: number;
  readonly y: number;
  /** The edges of the button that opens it; a menu covers it only where it has no other room. */
  readonly opener?: Readonly<Record<'left' | 'right' | 'top', number>>;
  readonly isTouch: boolean;
}

/** Under an element, at its inline start. */
export function anchorUnder(element: Element): MenuAnchor {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const isRtl = getComputedStyle(element).direction === 'rtl';
  const opener = { left, right, top };
  return { x: isRtl ? right : left, y: bottom, opener, isTouch: isCoarsePointer() };
}

/** Pixels around a point in which a finger hits it again. */
const FINGER_PX = 48;

/** Whether a click is the second one of a double click that opened the menu with its first. */
export function isRepeatedClick(click: MouseClick, { x, y }: MenuAnchor): boolean {
  const { detail, clientX, clientY } = click;
  return detail > 1 && Math.abs(clientX - x) < FINGER_PX && Math.abs(clientY - y) < FINGER_PX;
}
