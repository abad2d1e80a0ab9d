import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';

import type { MenuPlace } from '../menuPlace.ts';
import { useStrings } from '../strings.ts';
import { ActionItems } from './ActionItems.tsx';
import type { MessageActionHandlers } from './messageActions.ts';
import styles from './MessageActions.module.css';

interface ActionMenuProps {
  place: MenuPlace;
  handlers: MessageActionHandlers;
  header: ReactNode;
  onClose: () => void;
}

/** Pixels between the menu and the edge of the screen. */
const MARGIN_PX = 8;

/**
 * A native popover, above everything. It closes itself: the browser would close it as soon as the
 * right mouse button that opened it goes up.
 */
export function ActionMenu({ place, handlers, header, onClose }: ActionMenuProps) {
  const t = useStrings();
  const menu = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState({ left: place.x, top: place.y });

  useLayoutEffect(() => {
    const element = menu.current;
    if (!element) return;
    element.showPopover();
    const { offsetWidth, offsetHeight } = element;
    setCorner(cornerWithin(place, offsetWidth, offsetHeight));
    const opener = document.activeElement;
    element.querySelector('button')?.focus();
    return () => {
      // Unless an action gave the focus to what it opened.
      const hasFocus = element.contains(document.activeElement);
      element.hidePopover();
      if (hasFocus && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [place]);
  useDismissal(menu, onClose);

  return (
    <div ref={menu} popover="manual" className={styles['popover']} style={corner}>
      {header}
      <div role="menu" tabIndex={-1} aria-label={t.actions} onKeyDown={moveFocus}>
        <ActionItems
          handlers={handlers}
          role="menuitem"
          onSelect={(name) => {
            onClose();
            handlers[name]?.();
          }}
        />
      </div>
    </div>
  );
}

/** Closes the menu on Escape, and when the pointer or the focus goes elsewhere. */
function useDismissal(menu: RefObject<HTMLElement | null>, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const dismiss = (event: Event) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) close();
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // A dialog around the log stays open.
      event.preventDefault();
      event.stopPropagation();
      close();
    };
    document.addEventListener('pointerdown', dismiss, true);
    document.addEventListener('focusin', dismiss);
    document.addEventListener('keydown', press, true);
    return () => {
      document.removeEventListener('pointerdown', dismiss, true);
      document.removeEventListener('focusin', dismiss);
      document.removeEventListener('keydown', press, true);
    };
  }, [menu]);
}

/** Beside the place, and within the screen. */
function cornerWithin({ x, y }: MenuPlace, width: number, height: number) {
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(MARGIN_PX, Math.min(x, clientWidth - width - MARGIN_PX));
  // Above the place, where there is no room under it.
  const top = y + height + MARGIN_PX <= clientHeight ? y : Math.max(MARGIN_PX, y - height);
  return { left, top };
}

function moveFocus(event: ReactKeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll('button')];
  const current = items.findIndex((item) => item === event.target);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: (current + 1) % items.length,
    ArrowUp: (current - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[target]?.focus();
}
