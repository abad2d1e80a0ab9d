import { clsx } from '@vestnik/ui';
import {
  Suspense,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';

import styles from './Menu.module.css';
import { menuTarget } from './menuKeys.ts';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  /** May be lazy. */
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
}

interface MenuContentProps {
  menu: RefObject<HTMLElement | null>;
  /** The menu opens beside it. */
  anchor: RefObject<HTMLElement | null>;
  items: readonly MenuItem[];
  onClose: () => void;
}

/** The items of an open menu. Positions the menu and takes the focus. */
export default function MenuContent({ menu, anchor, items, onClose }: MenuContentProps) {
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (!menu.current || !anchor.current) return;
    positionMenu(menu.current, anchor.current);
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [menu, anchor]);

  return (
    <div
      ref={list}
      role="presentation"
      onKeyDown={(event) => {
        handleKey(event, items);
      }}
    >
      {items.map((item) => (
        <Item
          key={item.key}
          item={item}
          onSelect={() => {
            onClose();
            item.onSelect();
          }}
        />
      ))}
    </div>
  );
}

function handleKey(event: KeyboardEvent<HTMLElement>, items: readonly MenuItem[]): void {
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const current = entries.findIndex((entry) => entry === event.target);
  const labels = items.map((item) => item.label);
  const target = menuTarget(event.key, current, labels);
  if (target === null) return;
  event.preventDefault();
  entries[target]?.focus();
}

function Item({ item, onSelect }: { item: MenuItem; onSelect: () => void }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={clsx(styles['item'], item.isDanger && styles['danger'])}
      onClick={onSelect}
    >
      {item.icon ? (
        <span className={styles['icon']} aria-hidden="true">
          <Suspense fallback={null}>{item.icon}</Suspense>
        </span>
      ) : null}
      {item.label}
    </button>
  );
}

const GAP_PX = 4;

/** Below the button, or above it where there is no room; within the window. */
function positionMenu(menu: HTMLElement, button: HTMLElement): void {
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const isRtl = getComputedStyle(button).direction === 'rtl';
  const hasRoomBelow = box.bottom + GAP_PX + height <= window.innerHeight;
  const top = hasRoomBelow ? box.bottom + GAP_PX : box.top - GAP_PX - height;
  const start = isRtl ? box.left : box.right - width;
  menu.style.top = `${within(top, window.innerHeight - height)}px`;
  menu.style.left = `${within(start, window.innerWidth - width)}px`;
}

function within(value: number, max: number): number {
  return Math.max(GAP_PX, Math.min(value, max - GAP_PX));
}
