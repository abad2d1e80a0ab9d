import { activeElementBeside } from '@vestnik/ui/keyboard';
import { useBackLayer } from '@vestnik/ui/layers';
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

import type { MenuItem } from '../../menu/index.ts';
import menuStyles from '../../menu/Menu.module.css';
import type { MenuAnchor } from '../menuAnchor.ts';
import { useMessageStrings } from '../strings.ts';
import { ActionItems } from './ActionItems.tsx';
import { menuCorner } from './menuCorner.ts';
import type { MessageActionHandlers } from './messageActions.ts';

interface ActionMenuProps {
  anchor: MenuAnchor;
  handlers: MessageActionHandlers;
  items: readonly MenuItem[];
  header?: ReactNode;
  label?: string | undefined;
  onClose: () => void;
}

/**
 * A native popover, above everything. It closes itself: the browser would close it as soon as the
 * right mouse button that opened it goes up.
 */
export function ActionMenu({ anchor, handlers, items, header, label, onClose }: ActionMenuProps) {
  const t = useMessageStrings();
  const menu = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState({ left: anchor.x, top: anchor.y });

  useLayoutEffect(() => {
    const element = menu.current;
    if (!element) return;
    element.showPopover();
    const { offsetWidth: width, offsetHeight: height } = element;
    const { clientWidth, clientHeight } = document.documentElement;
    const screen = { width: clientWidth, height: clientHeight };
    setCorner(menuCorner(anchor, { width, height }, screen));
    const opener = activeElementBeside(element);
    element.querySelector('button')?.focus();
    return () => {
      // Unless an action gave the focus to what it opened.
      const hasFocus = element.contains(activeElementBeside(element));
      element.hidePopover();
      if (hasFocus && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [anchor]);
  useDismissal(menu, onClose);
  useBackLayer(true, onClose);

  return (
    // Arrow keys go from the header to the menu and back.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={menu}
      popover="manual"
      className={menuStyles['menu']}
      style={corner}
      onKeyDown={moveFocus}
    >
      {header}
      <div role="menu" tabIndex={-1} aria-label={label ?? t.actions}>
        <ActionItems
          anchor={anchor}
          handlers={handlers}
          items={items}
          role="menuitem"
          onSelect={(run) => {
            onClose();
            run();
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
    const element = menu.current;
    if (!element) return;
    const root = element.getRootNode();
    const dismiss = (event: Event) => {
      if (!event.composedPath().includes(element)) close();
    };
    // The document does not see inside of a shadow root, and its own events do not enter one.
    const dismissOutside = (event: Event) => {
      if (root instanceof ShadowRoot && !event.composedPath().includes(root.host)) close();
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // A dialog around the log stays open.
      event.preventDefault();
      event.stopPropagation();
      close();
    };
    const controller = new AbortController();
    const capture = { capture: true, signal: controller.signal };
    const bubble = { signal: controller.signal };
    root.addEventListener('pointerdown', dismiss, capture);
    root.addEventListener('focusin', dismiss, bubble);
    document.addEventListener('pointerdown', dismissOutside, capture);
    document.addEventListener('focusin', dismissOutside, bubble);
    document.addEventListener('keydown', press, capture);
    return () => {
      controller.abort();
    };
  }, [menu]);
}

/** Up and down go through the items, and from the first one to the header: a row of buttons. */
function moveFocus(event: ReactKeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const items = buttons.filter((button) => button.role === 'menuitem');
  const row = buttons.filter((button) => button.role !== 'menuitem');
  const isInRow = row.some((button) => button === event.target);
  const target = isInRow
    ? targetInRow(event, row, items)
    : targetInMenu(
        event.key,
        items,
        items.findIndex((item) => item === event.target),
        row[0],
      );
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  target.focus();
}

function targetInMenu(
  key: string,
  items: readonly HTMLElement[],
  current: number,
  header: HTMLElement | undefined,
): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(current + 1) % items.length];
    case 'ArrowUp':
      return current > 0 ? items[current - 1] : (header ?? items.at(-1));
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}

function targetInRow(
  { key, target, currentTarget }: ReactKeyboardEvent<HTMLElement>,
  row: readonly HTMLElement[],
  items: readonly HTMLElement[],
): HTMLElement | undefined {
  const current = row.findIndex((button) => button === target);
  const forward = getComputedStyle(currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  switch (key) {
    case 'ArrowDown':
      return items[0];
    case 'ArrowUp':
      return items.at(-1);
    case 'ArrowLeft':
    case 'ArrowRight':
      return row[current + (key === forward ? 1 : -1)];
    case 'Home':
      return row[0];
    case 'End':
      return row.at(-1);
    default:
      return undefined;
  }
}
