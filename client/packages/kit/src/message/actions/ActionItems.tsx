import { clsx } from '@vestnik/ui';

import menuStyles from '../../menu/Menu.module.css';
import { useMessageStrings } from '../strings.ts';
import {
  ACTION_ICONS,
  givenActions,
  type MessageActionHandlers,
  type MessageActionName,
} from './messageActions.ts';

interface ActionItemsProps {
  handlers: MessageActionHandlers;
  role?: 'menuitem';
  onSelect: (name: MessageActionName) => void;
}

export function ActionItems({ handlers, role, onSelect }: ActionItemsProps) {
  const t = useMessageStrings();
  return givenActions(handlers).map((name) => {
    const Icon = ACTION_ICONS[name];
    return (
      <button
        key={name}
        type="button"
        role={role}
        className={clsx(menuStyles['item'], name === 'delete' && menuStyles['danger'])}
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
