import type { ReactNode } from 'react';

import type { MenuItem } from '../../menu/index.ts';
import type { MenuAnchor } from '../menuAnchor.ts';
import { ActionMenu } from './ActionMenu.tsx';
import { ActionSheet } from './ActionSheet.tsx';
import type { MessageActionHandlers } from './messageActions.ts';

export interface MessageActionsProps {
  /** Where it opens: what `onMenu` of a message was called with. Null: it is closed. */
  anchor: MenuAnchor | null;
  /** What is offered: only what is given. */
  handlers: MessageActionHandlers;
  /** Further actions of the host, in front of «Delete». */
  items?: readonly MenuItem[] | undefined;
  /** Above the actions: `QuickReactions`. */
  header?: ReactNode;
  /** The name of the menu; absent: of one for a message. */
  label?: string;
  onClose: () => void;
}

const NO_ITEMS: readonly MenuItem[] = [];

/** The menu of a message, one for a whole log: beside the pointer, or for a finger a sheet. */
export function MessageActions({ anchor, items = NO_ITEMS, ...content }: MessageActionsProps) {
  if (anchor === null) return null;
  return anchor.isTouch ? (
    <ActionSheet anchor={anchor} items={items} {...content} />
  ) : (
    <ActionMenu
      // A menu at another point is another menu.
      key={`${anchor.x} ${anchor.y}`}
      anchor={anchor}
      items={items}
      {...content}
    />
  );
}
