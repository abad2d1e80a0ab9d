import type { Message } from '@vestnik/sdk';
import { useChats, useMessageActions, useSession } from '@vestnik/sdk/react';

import { chatHue } from '../../../chats/chatView.ts';
import { ForwardDialog } from '../../../message/index.ts';
import { useFullChatTitle } from '../../chatList/chatTitle.ts';

export interface ForwardMessagesProps {
  messages: readonly Message[];
  onForwarded?: () => void;
  onClose: () => void;
}

/** Forwards messages, in their order, to the chats that the user chooses. */
export function ForwardMessages({ messages, onForwarded, onClose }: ForwardMessagesProps) {
  const { data: chats = [] } = useChats();
  const chatTitle = useFullChatTitle();
  const { forward } = useMessageActions();
  const ownId = useSession().user?.id ?? null;
  const targets = chats.filter(({ me }) => me.can.includes('send'));
  return (
    <ForwardDialog
      isOpen
      chats={targets.map((chat) => ({
        id: chat.id,
        title: chatTitle(chat),
        hue: chatHue(chat, ownId),
      }))}
      onForward={(chatIds) => {
        for (const message of messages) forward(message, chatIds);
        onClose();
        onForwarded?.();
      }}
      onClose={onClose}
    />
  );
}
