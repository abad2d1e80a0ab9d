import { Button, IconButton } from '@vestnik/ui';
import { Copy, Forward, Trash2, X } from 'lucide-react';

import { useOverlayStrings } from '../overlayStrings.ts';
import styles from './SelectionBar.module.css';

export interface SelectionBarProps {
  /** How many messages are selected. */
  count: number;
  onCopy?: (() => void) | undefined;
  onForward?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
  onCancel: () => void;
}

/** Instead of the composer, while messages are selected: what may be done with all of them. */
export function SelectionBar({ count, onCopy, onForward, onDelete, onCancel }: SelectionBarProps) {
  const t = useOverlayStrings();
  const actions = [
    { label: t.copySelected, Icon: Copy, onPress: onCopy },
    { label: t.forwardSelected, Icon: Forward, onPress: onForward },
    { label: t.deleteSelected, Icon: Trash2, onPress: onDelete },
  ];
  return (
    <div className={styles['bar']} role="toolbar" aria-label={t.selection}>
      <IconButton label={t.endSelection} onClick={onCancel}>
        <X size={20} aria-hidden="true" />
      </IconButton>
      <p className={styles['count']} role="status">
        {t.selected(count)}
      </p>
      {actions.map(({ label, Icon, onPress }) =>
        onPress ? (
          <Button
            key={label}
            className={styles['action']}
            variant="quiet"
            icon={<Icon size={18} aria-hidden="true" />}
            disabled={count === 0}
            onClick={onPress}
          >
            <span className={styles['label']}>{label}</span>
          </Button>
        ) : null,
      )}
    </div>
  );
}
