import type { AdminChatItem } from '@vestnik/sdk';
import { Avatar } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { memo } from 'react';

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
