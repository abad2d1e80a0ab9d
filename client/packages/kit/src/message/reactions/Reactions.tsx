import type { Reaction } from '@vestnik/sdk/model';
import { SmilePlus } from 'lucide-react';

import { useMessageStrings } from '../strings.ts';
import styles from './Reactions.module.css';

export interface ReactionsProps {
  reactions: readonly Reaction[];
  /** Adds or removes the user's reaction. Without it the chips are no buttons. */
  onToggle?: ((emoji: string, isAdded: boolean) => void) | undefined;
  /** Shows the emoji to choose from; given the button, for what opens beside it. */
  onAdd?: ((button: HTMLElement) => void) | undefined;
  isRoving?: boolean;
}

/** The reactions to a message. Without any there is nothing: not even room for them. */
export function Reactions({ reactions, onToggle, onAdd, isRoving = false }: ReactionsProps) {
  const t = useMessageStrings();
  if (reactions.length === 0) return null;
  const tabIndex = isRoving ? -1 : undefined;
  return (
    <div className={styles['reactions']} role="group" aria-label={t.reactions}>
      {reactions.map(({ emoji, count, mine }) => (
        <button
          key={emoji}
          type="button"
          className={styles['chip']}
          aria-label={t.reaction(emoji, count)}
          aria-pressed={mine}
          disabled={!onToggle}
          tabIndex={tabIndex}
          onClick={() => {
            onToggle?.(emoji, !mine);
          }}
        >
          <span className={styles['emoji']}>{emoji}</span>
          <span>{count}</span>
        </button>
      ))}
      {onAdd ? (
        <button
          type="button"
          className={styles['chip']}
          aria-label={t.addReaction}
          title={t.addReaction}
          tabIndex={tabIndex}
          onClick={({ currentTarget }) => {
            onAdd(currentTarget);
          }}
        >
          <SmilePlus size={16} aria-hidden="true" />
        </button>
      ) : null}
    </div>
  );
}
