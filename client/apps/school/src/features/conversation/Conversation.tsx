import { useChat, useMessages, useSend, useSession, useTyping } from '@vestnik/sdk/react';
import { useText } from '@vestnik/ui/i18n';
import { useMemo, useState } from 'react';

import { Composer } from './Composer.tsx';
import styles from './Conversation.module.css';
import { ConversationBody } from './ConversationBody.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { ConversationStatus, useIsOtherOnline } from './ConversationStatus.tsx';
import { EMPTY_VIEW, useConversationView } from './conversationView.ts';
import { DeletedSwitch, useShownMessages } from './deletedMessages.tsx';
import { isChatInaccessible } from './errorReason.ts';
import { strings } from './strings.ts';

/** One chat: its members, its messages, and the composer. */
export function Conversation({ chatId }: { chatId: number }) {
  // By the key no draft, divider or scroll position of one chat appears in another.
  return <OpenConversation key={chatId} chatId={chatId} />;
}

function OpenConversation({ chatId }: { chatId: number }) {
  const t = useText(strings);
  const { user } = useSession();
  const { chat, isLoading, isCopy, error } = useChat(chatId);
  const messages = useMessages(chatId);
  const isInaccessible = [messages.error, error].some(
    (one) => one !== null && isChatInaccessible(one),
  );
  const known = useConversationView(isInaccessible ? null : chat);
  const unknown = useMemo(() => ({ ...EMPTY_VIEW, title: t.somebody }), [t]);
  const view = known ?? (isLoading || isInaccessible ? null : unknown);
  const { shown, showsDeleted, setShowsDeleted } = useShownMessages(chatId, messages);
  const { send } = useSend(chatId);
  const { userIds: typing, notifier } = useTyping(chatId);
  const [sentCount, setSentCount] = useState(0);
  const isOnline = useIsOtherOnline(view);
  const canSend = view?.can.has('send') ?? false;
  const readsDeleted = user?.role === 'admin' && chat !== null && chat.me.role === null;

  return (
    <section className={styles['conversation']} aria-label={view?.title}>
      <ConversationHeader
        view={view}
        status={view && <ConversationStatus view={view} typing={typing} />}
        isOnline={isOnline}
      >
        {readsDeleted ? <DeletedSwitch isOn={showsDeleted} onChange={setShowsDeleted} /> : null}
      </ConversationHeader>
      <ConversationBody
        // Its own log for each way of reading: one is not a later state of the other.
        key={String(showsDeleted)}
        chatId={chatId}
        // Only the chat knows how much was unread.
        timeline={isLoading ? { ...shown, isLoading: true } : shown}
        isLive={!isCopy && chat !== null && messages.isLoaded}
        isInaccessible={isInaccessible}
        view={view ?? EMPTY_VIEW}
        unreadCount={isCopy ? 0 : (chat?.unread_count ?? 0)}
        sentCount={sentCount}
      />
      {canSend && user ? (
        <Composer
          userId={user.id}
          chatId={chatId}
          notifier={notifier}
          onSend={(text) => {
            send({ text });
            setSentCount((count) => count + 1);
          }}
        />
      ) : null}
      {known !== null && !canSend ? <p className={styles['readOnly']}>{t.readOnly}</p> : null}
    </section>
  );
}
