import { Badge, IconButton, VisuallyHidden } from '@vestnik/ui';
import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

import styles from './JumpToNewest.module.css';
import { useStrings } from '../strings.ts';

export interface JumpToNewestProps {
  /** The end is not on screen. */
  isAway: boolean;
  newCount: number;
  onJump: () => void;
}

/** Scrolls back to the end, and announces how many messages came there meanwhile. */
export function JumpToNewest({ isAway, newCount, onJump }: JumpToNewestProps) {
  const t = useStrings();
  const countId = useId();
  const hasNews = isAway && newCount > 0;
  return (
    <>
      {isAway ? (
        <div className={styles['jump']}>
          <IconButton
            className={styles['button']}
            label={t.jump}
            aria-describedby={hasNews ? countId : undefined}
            onClick={onJump}
          >
            <ChevronDown size={22} aria-hidden="true" />
          </IconButton>
          {hasNews ? (
            <>
              <Badge className={styles['count']} aria-hidden="true">
                {newCount > 99 ? '99+' : newCount}
              </Badge>
              <VisuallyHidden id={countId}>{t.newBelow(newCount)}</VisuallyHidden>
            </>
          ) : null}
        </div>
      ) : null}
      <div className={styles['announcement']} aria-live="polite">
        {hasNews ? t.newBelow(newCount) : ''}
      </div>
    </>
  );
}
