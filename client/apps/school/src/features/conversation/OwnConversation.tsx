import type { User } from '@vestnik/sdk';
import {
  useChat,
  useMessages,
  useSendMessage,
  useTypingNotice,
  useTypists,
} from '@vestnik/sdk/react';
import { TypingLine } from '@vestnik/ui/chat';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useMemo, useState } from 'react';

import { useWhereabouts } from '../presence/index.ts';
import type { Cast } from './cast.ts';
import { Composer } from './Composer.tsx';
import styles from './Conversation.module.css';
import { ConversationBody } from './ConversationBody.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { messages } from './messages.ts';
import { isNoChat } from './reason.ts';

/** The reader's own chat with somebody. */
export function OwnConversation({ chatId, user }: { chatId: number; user: User }) {
  const t = useText(messages);
  const personName = usePersonName();
  const { chat, isLoading, isUnknown, isCopy } = useChat(chatId);
  const feed = useMessages(chatId);
  const outbox = useSendMessage(chatId);
  const notice = useTypingNotice(chatId);
  const isTyping = useTypists(chatId).length > 0;
  const [sentCount, setSentCount] = useState(0);

  const name = isUnknown ? t.somebody : personName(chat?.participant?.name);
  const otherId = chat?.participant?.id ?? null;
  const role = chat?.participant?.role ?? null;
  const readUpTo = chat?.last_read_id ?? 0;
  const cast = useMemo<Cast>(
    () => ({
      title: name,
      ownId: user.id,
      others: otherId === null || role === null ? [] : [{ id: otherId, name, role }],
      readUpTo,
      removedName: name,
    }),
    [name, otherId, readUpTo, role, user.id],
  );
  const { isOnline, text } = useWhereabouts(otherId);
  const status = { isOnline, content: isTyping ? <TypingLine names={[]} /> : text };
  const isStranger = feed.error !== null && isNoChat(feed.error);
  const shownCast = isLoading || isStranger ? null : cast;

  return (
    <section className={styles['conversation']} aria-label={shownCast?.title}>
      <ConversationHeader cast={shownCast} status={status} />
      <ConversationBody
        chatId={chatId}
        // How much was unread is known by the list of chats alone.
        feed={isLoading ? { ...feed, isLoading: true } : feed}
        isLive={!isCopy && !isUnknown && feed.isLoaded}
        cast={cast}
        unreadCount={isCopy ? 0 : (chat?.unread_count ?? 0)}
        sentCount={sentCount}
      />
      {isStranger ? null : (
        <Composer
          userId={user.id}
          chatId={chatId}
          notice={notice}
          onSend={(content) => {
            outbox.send(content);
            setSentCount((count) => count + 1);
          }}
        />
      )}
    </section>
  );
}
