import { useMessages, type UseMessages } from '@vestnik/sdk/react';
import { useCallback, useEffect, useEffectEvent, useReducer } from 'react';

/** The part of the history that is shown, and ways to another. */
export interface Jumps {
  readonly timeline: UseMessages;
  /** Another one for each part of the history. */
  readonly key: string;
  /** The message that was jumped to; null: the newest messages are shown. */
  readonly targetId: number | null;
  /** Counts jumps, also those to the same message again. */
  readonly count: number;
  readonly jumpTo: (messageId: number) => void;
  readonly jumpToNewest: () => void;
}

interface JumpsOptions {
  readonly chatId: number;
  readonly targetId: number | null;
  /** Changes the target; null: to the newest messages. */
  readonly onTarget: (messageId: number | null) => void;
  readonly sentCount: number;
}

/**
 * The newest messages, or those around the target, unless it is among the loaded ones. Sending goes to
 * the newest.
 */
export function useJumpsTo({ chatId, targetId, onTarget, sentCount }: JumpsOptions): Jumps {
  const [count, countJump] = useReducer((before: number) => before + 1, 0);
  const newest = useMessages(chatId);
  const isElsewhere =
    targetId !== null &&
    newest.isLoaded &&
    !newest.messages.some((message) => message.id === targetId);
  const around = useMessages(chatId, isElsewhere ? { aroundId: targetId } : {});
  const jumpTo = useCallback(
    (messageId: number) => {
      onTarget(messageId);
      countJump();
    },
    [onTarget],
  );
  const jumpToNewest = useCallback(() => {
    if (targetId !== null) onTarget(null);
  }, [onTarget, targetId]);
  const showSent = useEffectEvent(jumpToNewest);
  useEffect(() => {
    if (sentCount > 0) showSent();
  }, [sentCount]);
  return {
    timeline: isElsewhere ? withoutPending(around) : newest,
    key: isElsewhere ? `around ${targetId}` : 'newest',
    targetId,
    count,
    jumpTo,
    jumpToNewest,
  };
}

/** Unsent messages belong after the newest ones. */
function withoutPending(timeline: UseMessages): UseMessages {
  return timeline.hasNewer ? { ...timeline, pending: [] } : timeline;
}
