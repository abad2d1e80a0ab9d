import type { Chat } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { usePersonName } from '@vestnik/ui/format';
import { useCallback } from 'react';

import { chatTitle } from '../../chats/index.ts';

/** The name of a chat: a group's title, or the names of its members but the reader. */
export function useChatTitle(): (chat: Chat) => string {
  const personName = usePersonName();
  const userId = useSession().user?.id ?? null;
  return useCallback((chat: Chat) => chatTitle(chat, userId, personName), [personName, userId]);
}
