import { useEffect, useEffectEvent, type RefObject } from 'react';

import { anchorUnder, type MenuAnchor } from '../../../message/index.ts';

/** Milliseconds that a finger stays down, and pixels that it may move meanwhile. */
const LONG_MS = 500;
const SLOP_PX = 10;

/**
 * Opens a menu by a long press or the context menu of the button in front of an element. Handlers of its own,
 * since the button is there before this is loaded, and may be held by a finger.
 */
export function useSendButtonMenu(
  element: RefObject<HTMLElement | null>,
  onMenu: (anchor: MenuAnchor) => void,
): void {
  const open = useEffectEvent(onMenu);
  useEffect(() => {
    const button = element.current?.previousElementSibling;
    if (!(button instanceof HTMLButtonElement)) return;
    return followButton(button, () => {
      if (!button.disabled) open(anchorUnder(button));
    });
  }, [element]);
}

function followButton(button: HTMLButtonElement, open: () => void): () => void {
  const controller = new AbortController();
  const options = { capture: true, signal: controller.signal };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  let isFinger = false;
  let wasHeld = false;
  const end = () => {
    clearTimeout(timer);
  };
  const release = () => {
    end();
    isFinger = false;
  };
  const hold = () => {
    end();
    if (wasHeld) return;
    wasHeld = true;
    open();
  };
  const press = ({ pointerType, clientX, clientY }: PointerEvent) => {
    end();
    wasHeld = false;
    isFinger = pointerType !== 'mouse';
    start = { x: clientX, y: clientY };
    if (isFinger) timer = setTimeout(hold, LONG_MS);
  };
  const move = ({ clientX, clientY }: PointerEvent) => {
    if (Math.hypot(clientX - start.x, clientY - start.y) > SLOP_PX) end();
  };
  const openContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    if (isFinger) hold();
    else open();
  };
  const click = (event: MouseEvent) => {
    // Without `detail` it is a key that presses the button.
    if (!wasHeld || event.detail === 0) return;
    // The finger goes up that has opened the menu: nothing is sent.
    wasHeld = false;
    event.preventDefault();
    event.stopPropagation();
  };
  button.addEventListener('pointerdown', press, options);
  button.addEventListener('pointermove', move, options);
  button.addEventListener('pointerup', release, options);
  button.addEventListener('pointercancel', release, options);
  button.addEventListener('contextmenu', openContextMenu, options);
  button.addEventListener('click', click, options);
  return () => {
    end();
    controller.abort();
  };
}
