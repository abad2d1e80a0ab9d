import type { ChatItem } from '@vestnik/sdk';
import { useTypists } from '@vestnik/sdk/react';
import { Avatar, VisuallyHidden } from '@vestnik/ui';
import { TypingLine } from '@vestnik/ui/chat';
import { usePersonName } from '@vestnik/ui/format';
import { memo } from 'react';

import { useRoleName } from '../../format/index.ts';
import { useWhereabouts } from '../presence/index.ts';
import { ChatLink } from './ChatLink.tsx';
import { Preview } from './Preview.tsx';
import { UnreadBadge } from './UnreadBadge.tsx';

interface OwnChatLinkProps {
  chat: ChatItem;
  userId: number;
}

/** One of the reader's own chats. */
export const OwnChatLink = memo(function OwnChatLink({ chat, userId }: OwnChatLinkProps) {
  const roleName = useRoleName();
  const personName = usePersonName();
  const { participant, last_message: last } = chat;
  const name = personName(participant?.name);
  const { isOnline, text } = useWhereabouts(participant?.id ?? null);
  const isTyping = useTypists(chat.id).length > 0;
  return (
    <ChatLink
      chatId={chat.id}
      names={[name]}
      role={
        participant ? (
          <>
            {roleName(participant.role)}
            {text === null ? null : <VisuallyHidden>, {text}</VisuallyHidden>}
          </>
        ) : undefined
      }
      faces={<Avatar id={participant?.id ?? 0} name={name} size="l" isOnline={isOnline} />}
      at={last?.created_at ?? null}
      preview={
        isTyping ? (
          <TypingLine names={[]} />
        ) : (
          <Preview chatId={chat.id} userId={userId} last={last ?? null} />
        )
      }
      badge={chat.unread_count > 0 ? <UnreadBadge count={chat.unread_count} /> : null}
    />
  );
});
