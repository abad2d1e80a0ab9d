import { IconButton } from '@vestnik/ui';
import { EllipsisVertical } from 'lucide-react';

import { placeUnder, type MenuPlace } from '../menuPlace.ts';
import { useMessageStrings } from '../strings.ts';
import styles from './MessageActions.module.css';

export interface MessageActionsButtonProps {
  onMenu: (place: MenuPlace) => void;
  isRoving?: boolean;
}

/** Beside a message: shown when the pointer or the focus is there, and always for a finger. */
export function MessageActionsButton({ onMenu, isRoving = false }: MessageActionsButtonProps) {
  const t = useMessageStrings();
  return (
    <IconButton
      className={styles['button']}
      label={t.actions}
      aria-haspopup="menu"
      tabIndex={isRoving ? -1 : undefined}
      onClick={({ currentTarget }) => {
        onMenu(placeUnder(currentTarget));
      }}
    >
      <EllipsisVertical size={18} aria-hidden="true" />
    </IconButton>
  );
}
