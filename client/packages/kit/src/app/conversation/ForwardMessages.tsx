import type { Message } from '@vestnik/sdk';
import { useChats, useMessageActions } from '@vestnik/sdk/react';

import { ForwardDialog } from '../../message/index.ts';
import { useChatTitle } from '../chatList/chatTitle.ts';

interface ForwardMessagesProps {
  messages: readonly Message[];
  onForwarded?: () => void;
  onClose: () => void;
}

/** Forwards messages, in their order, to the chats that the user chooses. */
export function ForwardMessages({ messages, onForwarded, onClose }: ForwardMessagesProps) {
  const { data: chats = [] } = useChats();
  const chatTitle = useChatTitle();
  const { forward } = useMessageActions();
  const targets = chats.filter(({ me }) => me.can.includes('send'));
  return (
    <ForwardDialog
      isOpen
      chats={targets.map((chat) => ({ id: chat.id, title: chatTitle(chat) }))}
      onForward={(chatIds) => {
        for (const message of messages) forward(message, chatIds);
        onClose();
        onForwarded?.();
      }}
      onClose={onClose}
    />
  );
}
