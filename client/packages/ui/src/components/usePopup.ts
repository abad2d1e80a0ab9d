import { useLayoutEffect, useRef, type RefObject } from 'react';

/** Pixels between the popup and its field, and the edge of the screen. */
const GAP_PX = 4;
/** The height at which it scrolls, and the one that must fit below the field. */
const MAX_HEIGHT_PX = 208;

/** Shows a native popover at a field: above everything, so that no dialog around it cuts it off. */
export function usePopup(
  field: RefObject<HTMLElement | null>,
  isOpen: boolean,
): RefObject<HTMLDivElement | null> {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [anchor, element] = [field.current, popup.current];
    if (!isOpen || !anchor || !element) return undefined;
    const position = () => {
      positionAt(anchor, element);
    };
    element.showPopover();
    position();
    const controller = new AbortController();
    const options = { capture: true, passive: true, signal: controller.signal };
    addEventListener('scroll', position, options);
    addEventListener('resize', position, options);
    const resizing = new ResizeObserver(position);
    resizing.observe(element);
    return () => {
      controller.abort();
      resizing.disconnect();
      element.hidePopover();
    };
  }, [field, isOpen]);
  return popup;
}

/** Under the field, or above it where there is more room. */
function positionAt(field: HTMLElement, popup: HTMLElement): void {
  const { left, top, bottom, width } = field.getBoundingClientRect();
  const { clientHeight } = document.documentElement;
  const [above, below] = [top - 2 * GAP_PX, clientHeight - bottom - 2 * GAP_PX];
  const height = Math.min(popup.scrollHeight, MAX_HEIGHT_PX);
  const isBelow = below >= height || below >= above;
  const maxHeight = Math.max(0, Math.min(MAX_HEIGHT_PX, isBelow ? below : above));
  Object.assign(popup.style, {
    left: `${left}px`,
    width: `${width}px`,
    maxHeight: `${maxHeight}px`,
    top: isBelow ? `${bottom + GAP_PX}px` : 'auto',
    bottom: isBelow ? 'auto' : `${clientHeight - top + GAP_PX}px`,
  });
}
