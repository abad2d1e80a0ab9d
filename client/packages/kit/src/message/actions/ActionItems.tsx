import { clsx } from '@vestnik/ui';

import type { MenuItem } from '../../menu/index.ts';
import menuStyles from '../../menu/Menu.module.css';
import { isRepeatedClick, type MenuAnchor } from '../menuAnchor.ts';
import { useOverlayStrings } from '../overlayStrings.ts';
import { ACTION_ICONS, givenActions, type MessageActionHandlers } from './messageActions.ts';

interface ActionItemsProps {
  anchor: MenuAnchor;
  handlers: MessageActionHandlers;
  items: readonly MenuItem[];
  role?: 'menuitem';
  onSelect: (run: () => void) => void;
}

/** The kit's actions, and those of the host in front of the last one, which deletes. */
export function ActionItems({ anchor, handlers, items, role, onSelect }: ActionItemsProps) {
  const t = useOverlayStrings();
  const own = givenActions(handlers).map((name): MenuItem => {
    const Icon = ACTION_ICONS[name];
    return {
      key: `kit:${name}`,
      label: t.action[name],
      icon: <Icon size={18} aria-hidden="true" />,
      isDanger: name === 'delete',
      onSelect: () => handlers[name]?.(),
    };
  });
  const last = own.filter(({ isDanger }) => isDanger);
  const first = own.filter(({ isDanger }) => !isDanger);
  return [...first, ...items, ...last].map((item) => (
    <button
      key={item.key}
      type="button"
      role={role}
      className={clsx(menuStyles['item'], item.isDanger && menuStyles['danger'])}
      tabIndex={role === undefined ? undefined : -1}
      onClick={(event) => {
        if (!isRepeatedClick(event, anchor)) onSelect(item.onSelect);
      }}
    >
      {item.icon}
      {item.label}
    </button>
  ));
}
