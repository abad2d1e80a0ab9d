import type { Reaction } from '@vestnik/sdk/model';
import { IconButton } from '@vestnik/ui';
import { SmilePlus } from 'lucide-react';

import { useOverlayStrings } from '../overlayStrings.ts';
import { useMessageStrings } from '../strings.ts';
import { QUICK_REACTIONS } from './quickEmoji.ts';
import styles from './Reactions.module.css';

export interface QuickReactionsProps {
  emoji?: readonly string[];
  /** Of the message: those that are the caller's own are marked. */
  reactions?: readonly Reaction[];
  onToggle: (emoji: string, isAdded: boolean) => void;
  /** Shows all emoji. */
  onMore?: (() => void) | undefined;
}

const NONE: readonly never[] = [];

/** One row of the commonest reactions. */
export function QuickReactions(props: QuickReactionsProps) {
  const { emoji = QUICK_REACTIONS, reactions = NONE, onToggle, onMore } = props;
  const t = useMessageStrings();
  const { moreReactions } = useOverlayStrings();
  const own = new Set(reactions.filter(({ mine }) => mine).map((reaction) => reaction.emoji));
  return (
    <div className={styles['quick']} role="group" aria-label={t.reactions}>
      {emoji.map((one) => (
        <button
          key={one}
          type="button"
          className={styles['quickEmoji']}
          aria-label={t.react(one)}
          aria-pressed={own.has(one)}
          onClick={() => {
            onToggle(one, !own.has(one));
          }}
        >
          {one}
        </button>
      ))}
      {onMore ? (
        <IconButton label={moreReactions} onClick={onMore}>
          <SmilePlus size={20} aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  );
}
