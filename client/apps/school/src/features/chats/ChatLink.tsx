import type { Chat } from '@vestnik/sdk';
import { usePresence, useTypingUsers } from '@vestnik/sdk/react';
import { Avatar, VisuallyHidden } from '@vestnik/ui';
import { TypingLine } from '@vestnik/ui/chat';
import { usePersonName } from '@vestnik/ui/format';
import { memo } from 'react';

import { useRoleName } from '../../format/index.ts';
import { usePresenceText } from '../presence/index.ts';
import { ChatListItem } from './ChatListItem.tsx';
import { useChatTitle } from './chatTitle.ts';
import { Preview } from './Preview.tsx';
import { UnreadBadge } from './UnreadBadge.tsx';

interface ChatLinkProps {
  chat: Chat;
  userId: number;
}

/** One chat of the list: with another person, between two others, or a group. */
export const ChatLink = memo(function ChatLink({ chat, userId }: ChatLinkProps) {
  const personName = usePersonName();
  const chatTitle = useChatTitle();
  const isTyping = useTypingUsers(chat.id).length > 0;
  const others = chat.members.map(({ user }) => user).filter(({ id }) => id !== userId);
  const isGroup = chat.type === 'group';
  const names =
    isGroup || others.length === 0 ? [chatTitle(chat)] : others.map(({ name }) => personName(name));
  const counterpart = isGroup || others.length !== 1 ? null : (others[0] ?? null);
  const isOnline = usePresence(counterpart?.id ?? null)?.isOnline ?? false;
  return (
    <ChatListItem
      chatId={chat.id}
      names={names}
      role={counterpart && <PersonNote id={counterpart.id} role={counterpart.role} />}
      faces={
        isGroup || others.length < 2 ? (
          <Avatar
            id={counterpart?.id ?? chat.id}
            name={names[0] ?? ''}
            size="l"
            isOnline={isOnline}
          />
        ) : (
          others.map(({ id, name }) => <Avatar key={id} id={id} name={personName(name)} size="s" />)
        )
      }
      at={chat.last_message?.created_at ?? null}
      preview={
        isTyping ? (
          <TypingLine names={[]} />
        ) : (
          <Preview chatId={chat.id} userId={userId} last={chat.last_message} />
        )
      }
      badge={chat.unread_count > 0 ? <UnreadBadge count={chat.unread_count} /> : null}
    />
  );
});

/** The role of a person, and for screen readers whether they are online. */
function PersonNote({ id, role }: { id: number; role: Chat['members'][number]['user']['role'] }) {
  const roleName = useRoleName();
  const { text } = usePresenceText(id);
  return (
    <>
      {roleName(role)}
      {text === null ? null : <VisuallyHidden>, {text}</VisuallyHidden>}
    </>
  );
}
