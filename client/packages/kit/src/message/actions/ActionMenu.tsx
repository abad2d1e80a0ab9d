import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

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
 * A native popover: above everything, closed by Escape and by a press elsewhere, and the focus goes
 * back to where it was.
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
    element.querySelector('button')?.focus();
    return () => {
      element.hidePopover();
    };
  }, [place]);

  return (
    <div
      ref={menu}
      popover="auto"
      className={styles['popover']}
      style={corner}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    >
      {header}
      <div role="menu" tabIndex={-1} aria-label={t.actions} onKeyDown={moveFocus}>
        <ActionItems
          handlers={handlers}
          role="menuitem"
          onSelect={(name) => {
            // First, or the focus would go back from what the action opens.
            menu.current?.hidePopover();
            onClose();
            handlers[name]?.();
          }}
        />
      </div>
    </div>
  );
}

/** Beside the place, and within the screen. */
function cornerWithin({ x, y }: MenuPlace, width: number, height: number) {
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(MARGIN_PX, Math.min(x, clientWidth - width - MARGIN_PX));
  // Above the place, where there is no room under it.
  const top = y + height + MARGIN_PX <= clientHeight ? y : Math.max(MARGIN_PX, y - height);
  return { left, top };
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
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
