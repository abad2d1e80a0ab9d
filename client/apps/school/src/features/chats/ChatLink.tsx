import { ChatListItem, otherMember } from '@vestnik/kit/chats';
import type { Chat, User } from '@vestnik/sdk';
import { usePresence, useTypingUsers } from '@vestnik/sdk/react';
import { VisuallyHidden } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { memo } from 'react';
import { Link, useRoute } from 'wouter';

import { useKeptSearch } from '../../address/index.ts';
import { useKeptDraft } from '../../drafts/index.ts';
import { useRoleName } from '../../format/index.ts';
import { usePresenceText } from '../presence/index.ts';
import { useChatMenu, type ChatMenuEvents } from './useChatMenu.ts';

interface ChatLinkProps extends ChatMenuEvents {
  chat: Chat;
  userId: number;
}

/** One chat of the list: with another person, between two others, or a group. */
export const ChatLink = memo(function ChatLink(props: ChatLinkProps) {
  const { chat, userId } = props;
  const [, params] = useRoute('/chats/:id');
  const withSearch = useKeptSearch('q');
  const isMember = chat.me.role !== null;
  const other = isMember ? (otherMember(chat, userId)?.user ?? null) : null;
  const isOnline = usePresence(other?.id ?? null)?.isOnline ?? false;
  const localDraft = useKeptDraft(userId, chat.id);
  const actions = useChatMenu(chat.id, props);
  return (
    <ChatListItem
      chat={chat}
      ownId={userId}
      isCurrent={params?.id === String(chat.id)}
      isOnline={isOnline}
      note={other && <PersonNote user={other} />}
      typingNames={useTypingNames(chat)}
      draft={localDraft === '' ? undefined : localDraft}
      actions={isMember ? actions : undefined}
      link={(props) => <Link {...props} href={withSearch(`/chats/${chat.id}`)} />}
    />
  );
});

/** The names of those who type in a group; of a private chat it is clear who types. */
function useTypingNames(chat: Chat): string[] | null {
  const personName = usePersonName();
  const ids = useTypingUsers(chat.id);
  if (ids.length === 0) return null;
  if (chat.type !== 'group') return [];
  const typing = chat.members.filter(({ user }) => ids.includes(user.id));
  return typing.map(({ user }) => personName(user.name));
}

/** The role of a person, and for screen readers whether they are online. */
function PersonNote({ user }: { user: User }) {
  const roleName = useRoleName();
  const { text } = usePresenceText(user.id);
  return (
    <>
      {roleName(user.role)}
      {text === null ? null : <VisuallyHidden>, {text}</VisuallyHidden>}
    </>
  );
}
