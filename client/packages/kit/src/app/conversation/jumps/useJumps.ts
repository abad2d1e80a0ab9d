import { useCallback } from 'react';

import { useChatNavigation } from '../../navigation/index.ts';
import { useJumpsTo, type Jumps } from './useJumpsTo.ts';

export type { Jumps };

/** Jumps to the message that the navigation names. */
export function useJumps(chatId: number, sentCount: number): Jumps {
  const { messageId: targetId, open } = useChatNavigation();
  const onTarget = useCallback(
    (messageId: number | null) => {
      open(chatId, messageId ?? undefined);
    },
    [chatId, open],
  );
  return useJumpsTo({ chatId, targetId, onTarget, sentCount });
}
