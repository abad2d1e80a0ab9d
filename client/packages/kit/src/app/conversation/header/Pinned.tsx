import type { Chat } from '@vestnik/sdk';
import { usePinnedMessages } from '@vestnik/sdk/react';
import { PinnedBar } from '../../../message/index.ts';

interface PinnedProps {
  chat: Chat;
  onJump: (messageId: number) => void;
}

/** The pinned messages above the log; nothing until they are read. */
export default function Pinned({ chat, onJump }: PinnedProps) {
  const { data: messages = [] } = usePinnedMessages(chat);
  return messages.length === 0 ? null : <PinnedBar messages={messages} onJump={onJump} />;
}
