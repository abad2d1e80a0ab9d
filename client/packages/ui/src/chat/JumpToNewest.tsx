import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

import { Badge, IconButton, VisuallyHidden } from '../components/index.ts';
import { useText } from '../i18n/index.ts';
import styles from './JumpToNewest.module.css';
import { messages } from './messages.ts';

interface JumpToNewestProps {
  /** The end is not on screen. */
  isAway: boolean;
  newCount: number;
  onJump: () => void;
}

/** The way back to the end, and how much has come there meanwhile; said aloud as well. */
export function JumpToNewest({ isAway, newCount, onJump }: JumpToNewestProps) {
  const t = useText(messages);
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
