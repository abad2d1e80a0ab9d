import type { MenuPlace } from '../menuPlace.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels between the menu and the edge of the screen. */
const MARGIN_PX = 8;
/** Pixels between the menu and a pointer below it. */
const GAP_PX = 4;

/**
 * Beside the place, and within the screen. What opened the menu stays uncovered, or a second press
 * there would choose an action, and above it that would be the last one, which deletes.
 */
export function menuCorner({ x, y, above = y }: MenuPlace, menu: Size, screen: Size) {
  const left = Math.max(MARGIN_PX, Math.min(x, screen.width - menu.width - MARGIN_PX));
  if (y + menu.height + MARGIN_PX <= screen.height) return { left, top: y };
  const top = above - menu.height - GAP_PX;
  if (top >= MARGIN_PX) return { left, top };
  return {
    left: leftBeside(x, menu, screen) ?? left,
    top: Math.max(MARGIN_PX, screen.height - menu.height - MARGIN_PX),
  };
}

function leftBeside(x: number, menu: Size, screen: Size): number | null {
  if (x + GAP_PX + menu.width + MARGIN_PX <= screen.width) return Math.max(MARGIN_PX, x + GAP_PX);
  const left = Math.min(x - GAP_PX, screen.width - MARGIN_PX) - menu.width;
  return left >= MARGIN_PX ? left : null;
}
