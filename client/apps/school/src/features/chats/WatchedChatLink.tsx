import type { AdminChatItem } from '@vestnik/sdk';
import { memo } from 'react';

import { usePersonName } from '../../format/index.ts';
import { useText } from '../../i18n/index.ts';
import { Avatar } from '../../ui/index.ts';
import { ChatLink } from './ChatLink.tsx';
import { messages } from './messages.ts';

/** A chat between two others, as an admin sees it. */
export const WatchedChatLink = memo(function WatchedChatLink({ chat }: { chat: AdminChatItem }) {
  const t = useText(messages);
  const personName = usePersonName();
  return (
    <ChatLink
      chatId={chat.id}
      names={chat.participants.map((person) => personName(person.name))}
      faces={chat.participants.map((person) => (
        <Avatar key={person.id} id={person.id} name={personName(person.name)} size="s" />
      ))}
      at={chat.last_message_at ?? null}
      preview={t.messageCount(chat.messages_count)}
    />
  );
});
