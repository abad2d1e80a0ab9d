import { useEffect, useState } from 'react';

import { useChatClient } from './context.ts';
import { useLiveResult, type LiveResult } from './result.ts';

/**
 * The newest message of a chat that a member other than the user has read, as far as its members are loaded; 0 until
 * they are. Null: nothing is requested.
 */
export function useReadUpTo(chatId: number | null): LiveResult<number> {
  const chatClient = useChatClient();
  const [readUpTo, setReadUpTo] = useState(0);
  useEffect(() => {
    if (chatId === null || chatClient === null) return;
    // Its code is loaded with the first group; without it nothing is known.
    const following = import('../sync/memberLists.ts').then(
      ({ followReadUpTo }) => followReadUpTo(chatClient, chatId, setReadUpTo),
      () => undefined,
    );
    return () => void following.then((stop) => stop?.());
  }, [chatClient, chatId]);
  return useLiveResult(chatId === null ? 0 : readUpTo);
}
