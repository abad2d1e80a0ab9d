import type { ChatNavigation } from '@vestnik/kit/app';
import { useChatClient } from '@vestnik/sdk/react';
import type { VestnikError } from '@vestnik/sdk';
import { useState } from 'react';

import { findConversationId, useChatId } from '../lib/conversationIds.ts';

interface Target {
  readonly chatId: number;
  readonly messageId: number | null;
}

/** The navigation of the kit over conversations, which the host opens. */
export function useNavigation(
  conversationId: string | null,
  onOpen: (conversationId: string | null) => void,
): { navigation: ChatNavigation; error: VestnikError | null } {
  const chatClient = useChatClient();
  const { chatId, error } = useChatId(chatClient, conversationId);
  const [target, setTarget] = useState<Target | null>(null);
  const open: ChatNavigation['open'] = (nextId, messageId = null) => {
    setTarget(nextId === null ? null : { chatId: nextId, messageId });
    if (nextId === null) onOpen(null);
    else if (nextId !== chatId && chatClient !== null) {
      // A chat that cannot be read is not opened.
      findConversationId(chatClient, nextId).then(onOpen, () => undefined);
    }
  };
  const messageId = target !== null && target.chatId === chatId ? target.messageId : null;
  return { navigation: { chatId, messageId, href: noAddress, open }, error };
}

/** The host decides where a conversation is in its addresses. */
const noAddress = (): undefined => undefined;
