import { Conversation, NotificationOffer, type ConversationProps } from '@vestnik/kit/app';
import { useChat, useMessages, useSession } from '@vestnik/sdk/react';
import { useEffect } from 'react';

import { chatConfig } from '../model/services/config.ts';
import { ConnectionNotice } from './ConnectionNotice.tsx';

/** A conversation with what campus adds to it. */
export function OpenChat(props: ConversationProps) {
  useReloadWhenReadded(props.chatId);
  const notice = (
    <>
      <ConnectionNotice />
      <Offer />
    </>
  );
  return <Conversation notice={notice} {...props} />;
}

/** Offers notifications where the host can show them and the user has not switched them off. */
function Offer() {
  const { user } = useSession();
  const scope = chatConfig().serviceWorkerScope;
  if (scope === undefined || user?.notifications.push !== true) return null;
  return <NotificationOffer userId={user.id} scope={scope} />;
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
