import { Button, useModal } from '@vestnik/ui';
import type { ReactNode } from 'react';

import type { MenuItem } from '../../menu/index.ts';
import type { MenuAnchor } from '../menuAnchor.ts';
import { useOverlayStrings } from '../overlayStrings.ts';
import { useMessageStrings } from '../strings.ts';
import { ActionItems } from './ActionItems.tsx';
import type { MessageActionHandlers } from './messageActions.ts';
import styles from './MessageActions.module.css';

interface ActionSheetProps {
  anchor: MenuAnchor;
  handlers: MessageActionHandlers;
  items: readonly MenuItem[];
  header?: ReactNode;
  label?: string | undefined;
  onClose: () => void;
}

/** A modal dialog at the bottom of the screen, within reach of a thumb. */
export function ActionSheet({ anchor, handlers, items, header, label, onClose }: ActionSheetProps) {
  const t = useMessageStrings();
  const { cancel } = useOverlayStrings();
  const sheet = useModal(onClose);
  return (
    // A press beside the sheet closes it; by keyboard there are Escape and a button.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <dialog
      ref={sheet}
      className={styles['sheet']}
      aria-label={label ?? t.actions}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles['sheetContent']}>
        {header}
        <ActionItems
          anchor={anchor}
          handlers={handlers}
          items={items}
          onSelect={(run) => {
            sheet.current?.close();
            onClose();
            run();
          }}
        />
        <Button className={styles['cancel']} onClick={onClose}>
          {cancel}
        </Button>
      </div>
    </dialog>
  );
}
