import { useMessages, type UseMessages } from '@vestnik/sdk/react';
import { useCallback, useEffect, useEffectEvent, useReducer, useState } from 'react';

import { messagesOf } from '../messagesOf.ts';

/** The part of the history that is shown, and ways to another. */
export interface Jumps {
  readonly timeline: UseMessages;
  /** Another one for each part of the history. */
  readonly key: string;
  /** The message that was jumped to; null: the newest messages are shown. */
  readonly targetId: number | null;
  /** Counts jumps, also those to the same message again. */
  readonly count: number;
  /** `originId`: the message to come back to. */
  readonly jumpTo: (messageId: number, originId?: number) => void;
  readonly jumpToNewest: () => void;
  /** Undefined unless the last jump came from a message. */
  readonly jumpBack: (() => void) | undefined;
  /** The newest messages have been read: there is no way back any more. */
  readonly forgetOrigins: () => void;
}

/** The messages that were left by jumps, the last one at the end, and where the last jump led. */
interface Trail {
  readonly targetId: number | null;
  readonly originIds: readonly number[];
}

const NO_TRAIL: Trail = { targetId: null, originIds: [] };

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
  const [trail, setTrail] = useState(NO_TRAIL);
  // The application went elsewhere by itself.
  if (trail !== NO_TRAIL && trail.targetId !== targetId) setTrail(NO_TRAIL);
  const newest = useMessages(chatId);
  const isElsewhere =
    targetId !== null &&
    newest.isFetched &&
    !messagesOf(newest).some((message) => message.id === targetId);
  const around = useMessages(chatId, isElsewhere ? { aroundId: targetId } : {});
  const jumpTo = useCallback(
    (messageId: number, originId?: number) => {
      setTrail(({ originIds }) =>
        originId === undefined
          ? NO_TRAIL
          : { targetId: messageId, originIds: [...originIds, originId] },
      );
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
  const originId = trail.originIds.at(-1);
  return {
    timeline: isElsewhere ? withoutPending(around) : newest,
    key: isElsewhere ? `around ${targetId}` : 'newest',
    targetId,
    count,
    jumpTo,
    jumpToNewest,
    jumpBack:
      originId === undefined
        ? undefined
        : () => {
            setTrail({ targetId: originId, originIds: trail.originIds.slice(0, -1) });
            onTarget(originId);
            countJump();
          },
    forgetOrigins: () => {
      setTrail(NO_TRAIL);
    },
  };
}

/** Unsent messages belong after the newest ones. */
function withoutPending(timeline: UseMessages): UseMessages {
  return timeline.hasNextPage ? { ...timeline, pending: [] } : timeline;
}
