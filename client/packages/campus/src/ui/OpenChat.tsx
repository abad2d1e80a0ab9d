import { Conversation, type ConversationProps } from '@vestnik/kit/app';
import { useChat, useMessages } from '@vestnik/sdk/react';
import { useEffect } from 'react';

import { ConnectionNotice } from './ConnectionNotice.tsx';

/** A conversation with what campus adds to it. */
export function OpenChat(props: ConversationProps) {
  useReloadWhenReadded(props.chatId);
  return <Conversation notice={<ConnectionNotice />} {...props} />;
}

/** Reads the history again once a removed user is back in the chat. */
function useReloadWhenReadded(chatId: number): void {
  const { data: chat = null } = useChat(chatId);
  const { error, refetch } = useMessages(chatId);
  const isBack = chat !== null && error !== null && !error.isTemporary;
  useEffect(() => {
    if (isBack) refetch();
  }, [isBack, refetch]);
}
