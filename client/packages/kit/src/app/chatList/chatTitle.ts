import type { Chat } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { useDisplayName } from '@vestnik/ui/format';
import { useCallback } from 'react';

import { chatTitle } from '../../chats/index.ts';
import { useNames } from '../names/index.ts';

/** The name of a chat: a group's title, or the names of its members but the reader. */
export function useChatTitle(): (chat: Chat) => string {
  const displayName = useDisplayName();
  const { named } = useNames();
  const userId = useSession().user?.id ?? null;
  return useCallback(
    (chat: Chat) => chatTitle(named(chat), userId, displayName),
    [displayName, named, userId],
  );
}

/** The name of a chat among others: with that of the listing that it is about. */
export function useFullChatTitle(): (chat: Chat) => string {
  const title = useChatTitle();
  const { listing } = useNames();
  return useCallback(
    (chat: Chat) => [title(chat), listing(chat)].filter((part) => part !== null).join(' · '),
    [title, listing],
  );
}
