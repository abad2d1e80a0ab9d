import type { MenuAnchor } from '../menuAnchor.ts';

type Edges = NonNullable<MenuAnchor['opener']>;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels between the menu and the edge of the screen. */
const MARGIN_PX = 8;
/** Pixels between the menu and a pointer below it. */
const GAP_PX = 4;

/**
 * Beside the anchor, and within the screen. What opened the menu stays uncovered, or a second press
 * there would choose an action, and above it that would be the last one, which deletes.
 */
export function menuCorner(anchor: MenuAnchor, menu: Size, screen: Size) {
  const { x, y, opener = { left: x, right: x, top: y } } = anchor;
  const left = Math.max(MARGIN_PX, Math.min(x, screen.width - menu.width - MARGIN_PX));
  if (y + menu.height + MARGIN_PX <= screen.height) return { left, top: y };
  const top = Math.min(opener.top - GAP_PX, screen.height - MARGIN_PX) - menu.height;
  if (top >= MARGIN_PX) return { left, top };
  return {
    left: leftBeside(opener, menu, screen) ?? left,
    top: Math.max(MARGIN_PX, screen.height - menu.height - MARGIN_PX),
  };
}

function leftBeside(opener: Edges, menu: Size, screen: Size): number | null {
  const after = Math.max(MARGIN_PX, opener.right + GAP_PX);
  if (after + menu.width + MARGIN_PX <= screen.width) return after;
  const before = Math.min(opener.left - GAP_PX, screen.width - MARGIN_PX) - menu.width;
  return before >= MARGIN_PX ? before : null;
}
