import { useMessages, type UseMessages } from '@vestnik/sdk/react';
import { useCallback, useEffect, useReducer } from 'react';

import { useAddressParam } from '../../address/index.ts';

/** The part of the history that is shown, and ways to another. */
export interface Jumps {
  readonly timeline: UseMessages;
  /** Another one for each part of the history. */
  readonly key: string;
  /** The message that the address names; null: none. */
  readonly targetId: number | null;
  /** Counts jumps, also those to the same message again. */
  readonly count: number;
  readonly jumpTo: (messageId: number) => void;
  readonly jumpToNewest: () => void;
}

/**
 * The newest messages, or those around the message that the address names, unless it is among the
 * loaded ones. Sending goes to the newest.
 */
export function useJumps(chatId: number, sentCount: number): Jumps {
  const [target, setTarget] = useAddressParam('message');
  const [count, countJump] = useReducer((before: number) => before + 1, 0);
  const targetId = /^[1-9]\d{0,15}$/.test(target) ? Number(target) : null;
  const newest = useMessages(chatId);
  const isElsewhere =
    targetId !== null &&
    newest.isLoaded &&
    !newest.messages.some((message) => message.id === targetId);
  const around = useMessages(chatId, isElsewhere ? { aroundId: targetId } : {});
  const jumpTo = useCallback(
    (messageId: number) => {
      setTarget(String(messageId));
      countJump();
    },
    [setTarget],
  );
  const jumpToNewest = useCallback(() => {
    setTarget('');
  }, [setTarget]);
  useEffect(() => {
    if (sentCount > 0) jumpToNewest();
  }, [sentCount, jumpToNewest]);
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
