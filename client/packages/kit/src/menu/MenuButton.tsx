import { classes, IconButton } from '@vestnik/ui';
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';

import { menuTarget } from './menuKeys.ts';
import styles from './Menu.module.css';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
}

interface MenuButtonProps {
  /** The name of the button and of its menu. */
  label: string;
  /** What the button shows. */
  icon: ReactNode;
  items: readonly MenuItem[];
  className?: string | undefined;
  isDisabled?: boolean;
}

/** A button that opens a menu. The browser places the menu in its top layer and closes it. */
export function MenuButton({ label, icon, items, className, isDisabled = false }: MenuButtonProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  // Chromium does not give the focus back if the menu is in a shadow root.
  const close = () => {
    menu.current?.hidePopover();
    anchor.current?.querySelector('button')?.focus({ preventScroll: true });
  };

  useLayoutEffect(() => {
    if (!isOpen || !menu.current || !anchor.current) return;
    place(menu.current, anchor.current);
    menu.current.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [isOpen]);

  return (
    <>
      <span ref={anchor} className={styles['anchor']}>
        <IconButton
          className={className}
          label={label}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          popoverTarget={id}
          disabled={isDisabled}
        >
          {icon}
        </IconButton>
      </span>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles['menu']}
        onKeyDown={(event) => {
          handleKey(event, items, close);
        }}
        // At this event it is shown already: what is hidden takes no focus.
        onToggle={(event) => {
          setIsOpen(event.newState === 'open');
        }}
      >
        {/* A list of chats has a menu each: those that are closed are empty. */}
        {isOpen
          ? items.map((item) => (
              <Item
                key={item.key}
                item={item}
                onSelect={() => {
                  close();
                  item.onSelect();
                }}
              />
            ))
          : null}
      </div>
    </>
  );
}

function handleKey(
  event: KeyboardEvent<HTMLElement>,
  items: readonly MenuItem[],
  close: () => void,
): void {
  const menu = event.currentTarget;
  if (event.key === 'Tab') menu.hidePopover();
  if (event.key === 'Escape') close();
  const entries = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const current = entries.findIndex((entry) => entry === event.target);
  const labels = items.map((item) => item.label);
  const target = menuTarget(event.key, current, labels);
  // The host's own keys do not get those of an open menu.
  event.stopPropagation();
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
      className={classes(styles['item'], item.isDanger && styles['danger'])}
      onClick={onSelect}
    >
      {item.icon ? (
        <span className={styles['icon']} aria-hidden="true">
          {item.icon}
        </span>
      ) : null}
      {item.label}
    </button>
  );
}

const GAP_PX = 4;

/** Below the button, or above it where there is no room; within the window. */
function place(menu: HTMLElement, button: HTMLElement): void {
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
