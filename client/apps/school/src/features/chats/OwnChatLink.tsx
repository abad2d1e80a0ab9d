import type { ChatItem } from '@vestnik/sdk';
import { Avatar } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { memo } from 'react';

import { useRoleName } from '../../format/index.ts';
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
  return (
    <ChatLink
      chatId={chat.id}
      names={[name]}
      role={participant ? roleName(participant.role) : undefined}
      faces={<Avatar id={participant?.id ?? 0} name={name} size="l" />}
      at={last?.created_at ?? null}
      preview={<Preview chatId={chat.id} userId={userId} last={last ?? null} />}
      badge={chat.unread_count > 0 ? <UnreadBadge count={chat.unread_count} /> : null}
    />
  );
});
