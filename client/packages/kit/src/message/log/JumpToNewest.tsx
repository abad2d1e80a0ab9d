import { Badge, IconButton, VisuallyHidden } from '@vestnik/ui';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useId } from 'react';

import styles from './JumpToNewest.module.css';
import { useMessageStrings } from '../strings.ts';

export interface JumpToNewestProps {
  /** The end is not on screen. */
  isAway: boolean;
  newCount: number;
  onJump: () => void;
  /** Goes back to the message from which a quote was opened, before the end. */
  onBack?: (() => void) | undefined;
  /** The divider of new messages is above the screen. */
  onUnread?: (() => void) | undefined;
}

/** Scrolls back to the end, and announces how many messages came there meanwhile. */
export function JumpToNewest({ isAway, newCount, onJump, onBack, onUnread }: JumpToNewestProps) {
  const t = useMessageStrings();
  const countId = useId();
  const hasNews = isAway && newCount > 0;
  return (
    <>
      {isAway || onUnread ? (
        <div className={styles['jump']}>
          {onUnread ? (
            <IconButton className={styles['button']} label={t.jumpToUnread} onClick={onUnread}>
              <ChevronUp size={22} aria-hidden="true" />
            </IconButton>
          ) : null}
          {isAway ? (
            <div className={styles['end']}>
              <IconButton
                className={styles['button']}
                label={onBack ? t.jumpBack : t.jump}
                aria-describedby={hasNews ? countId : undefined}
                onClick={onBack ?? onJump}
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
        </div>
      ) : null}
      <div className={styles['announcement']} aria-live="polite">
        {hasNews ? t.newBelow(newCount) : ''}
      </div>
    </>
  );
}
