import { Badge, IconButton, VisuallyHidden } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

import styles from './JumpToNewest.module.css';
import { messages } from './messages.ts';

interface JumpToNewestProps {
  newCount: number;
  onJump: () => void;
}

/** The way back to the end, and how much has come there meanwhile. */
export function JumpToNewest({ newCount, onJump }: JumpToNewestProps) {
  const t = useText(messages);
  const countId = useId();
  return (
    <div className={styles['jump']}>
      <IconButton
        className={styles['button']}
        label={t.jump}
        aria-describedby={newCount > 0 ? countId : undefined}
        onClick={onJump}
      >
        <ChevronDown size={22} aria-hidden="true" />
      </IconButton>
      {newCount > 0 ? (
        <>
          <Badge className={styles['count']} aria-hidden="true">
            {newCount > 99 ? '99+' : newCount}
          </Badge>
          <VisuallyHidden id={countId}>{t.newBelow(newCount)}</VisuallyHidden>
        </>
      ) : null}
    </div>
  );
}
