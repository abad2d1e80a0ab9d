import { classes } from '@vestnik/ui';

import { useStrings } from '../strings.ts';
import {
  ACTION_ICONS,
  givenActions,
  type MessageActionHandlers,
  type MessageActionName,
} from './messageActions.ts';
import styles from './MessageActions.module.css';

interface ActionItemsProps {
  handlers: MessageActionHandlers;
  role?: 'menuitem';
  onSelect: (name: MessageActionName) => void;
}

export function ActionItems({ handlers, role, onSelect }: ActionItemsProps) {
  const t = useStrings();
  return givenActions(handlers).map((name) => {
    const Icon = ACTION_ICONS[name];
    return (
      <button
        key={name}
        type="button"
        role={role}
        className={classes(styles['item'], name === 'delete' && styles['danger'])}
        tabIndex={role === undefined ? undefined : -1}
        onClick={() => {
          onSelect(name);
        }}
      >
        <Icon size={18} aria-hidden="true" />
        {t.action[name]}
      </button>
    );
  });
}
