import type { Chat } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { useDisplayName } from '@vestnik/ui/format';
import { useCallback } from 'react';

import { chatTitle } from '../../chats/index.ts';

/** The name of a chat: a group's title, or the names of its members but the reader. */
export function useChatTitle(): (chat: Chat) => string {
  const displayName = useDisplayName();
  const userId = useSession().user?.id ?? null;
  return useCallback((chat: Chat) => chatTitle(chat, userId, displayName), [displayName, userId]);
}
