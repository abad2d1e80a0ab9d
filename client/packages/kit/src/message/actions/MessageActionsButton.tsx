import { IconButton } from '@vestnik/ui';
import { EllipsisVertical } from 'lucide-react';

import { anchorUnder, type MenuAnchor } from '../menuAnchor.ts';
import { useMessageStrings } from '../strings.ts';
import styles from './MessageActions.module.css';

export interface MessageActionsButtonProps {
  onMenu: (anchor: MenuAnchor) => void;
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
        onMenu(anchorUnder(currentTarget));
      }}
    >
      <EllipsisVertical size={18} aria-hidden="true" />
    </IconButton>
  );
}
