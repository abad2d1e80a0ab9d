import { IconButton } from '@vestnik/ui';
import { useBackLayer } from '@vestnik/ui/layers';
import { useId, useRef, useState, type ReactNode } from 'react';

import { useLoaded } from '../lazyPart.ts';
import styles from './Menu.module.css';
import type { MenuItem } from './MenuContent.tsx';

const loadContent = () => import('./MenuContent.tsx');

interface MenuButtonProps {
  /** The name of the button and of its menu. */
  label: string;
  /** What the button shows. */
  icon: ReactNode;
  items: readonly MenuItem[];
  className?: string | undefined;
  isDisabled?: boolean;
}

/** A button that opens a menu. The browser shows the menu in its top layer and closes it. */
export function MenuButton({ label, icon, items, className, isDisabled = false }: MenuButtonProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  // Not `lazyPart`: Preact runs the effects of a suspended part before it is in the document, and
  // the content measures itself and takes the focus in one.
  const content = useLoaded(loadContent, isOpen);

  // Chromium does not give the focus back if the menu is in a shadow root.
  const close = () => {
    menu.current?.hidePopover();
    anchor.current?.querySelector('button')?.focus({ preventScroll: true });
  };
  useBackLayer(isOpen, close);

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
        // At this event it is shown already: what is hidden takes no focus.
        onToggle={(event) => {
          const opens = event.newState === 'open';
          setIsOpen(opens);
          // Until the content is loaded, keys are for the menu all the same.
          if (opens) event.currentTarget.focus({ preventScroll: true });
        }}
        onKeyDown={(event) => {
          // The host's own keys do not get those of an open menu.
          event.stopPropagation();
          if (event.key === 'Tab') menu.current?.hidePopover();
          if (event.key === 'Escape') close();
        }}
      >
        {/* A list of chats has a menu each: those that are closed are empty. */}
        {isOpen && content ? (
          <content.default menu={menu} anchor={anchor} items={items} onClose={close} />
        ) : null}
      </div>
    </>
  );
}
