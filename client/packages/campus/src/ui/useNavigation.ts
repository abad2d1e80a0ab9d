import type { ChatNavigation } from '@vestnik/kit/app';
import { useChatClient } from '@vestnik/sdk/react';
import type { VestnikError } from '@vestnik/sdk';
import { useCallback } from 'react';

import { findConversationId, useChatId } from '../lib/conversationIds.ts';

/** What is open. */
export interface Route {
  /** Null: the list alone. */
  readonly conversationId: string | null;
  /** The message that is jumped to; null: the newest ones. */
  readonly messageId: number | null;
}

/** The address of a conversation, of a message in it, or of the list, in the host's site. */
export type LinkTo = (conversationId: string | null, messageId: number | null) => string;

/** The navigation of the kit over conversations, which the host opens. */
export function useNavigation(
  { conversationId, messageId }: Route,
  onOpen: (route: Route) => void,
  linkTo?: LinkTo,
): { navigation: ChatNavigation; error: VestnikError | null } {
  const chatClient = useChatClient();
  const { chatId, error } = useChatId(chatClient, conversationId);
  const open: ChatNavigation['open'] = (nextId, nextMessageId = null) => {
    const openAt = (nextConversationId: string | null) => {
      onOpen({ conversationId: nextConversationId, messageId: nextMessageId });
    };
    if (nextId === null) openAt(null);
    else if (nextId === chatId) openAt(conversationId);
    else if (chatClient !== null) {
      // A chat that cannot be read is not opened.
      findConversationId(chatClient, nextId).then(openAt, () => undefined);
    }
  };
  const href = useCallback<ChatNavigation['href']>(
    (id, linkedMessageId = null) => {
      if (linkTo === undefined) return undefined;
      if (id === null) return linkTo(null, null);
      const linkedId = id === chatId ? conversationId : chatClient?.chats.find(id)?.uuid;
      return linkedId ? linkTo(linkedId, linkedMessageId) : undefined;
    },
    [chatClient, chatId, conversationId, linkTo],
  );
  return { navigation: { chatId, messageId, href, open }, error };
}
