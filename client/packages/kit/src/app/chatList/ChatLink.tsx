import type { Chat, User } from '@vestnik/sdk';
import { usePresence } from '@vestnik/sdk/react';
import { VisuallyHidden } from '@vestnik/ui';
import { memo, useMemo } from 'react';

import { ChatListItem, otherMember } from '../../chats/index.ts';
import { useLocalDraft } from '../drafts/index.ts';
import { useNames } from '../names/index.ts';
import { ChatAnchor, useChatNavigation } from '../navigation/index.ts';
import { usePresenceText, useRoleNote } from '../presence/index.ts';
import { useChatMenu, type ChatMenuEvents } from './useChatMenu.ts';
import { useGroupNames } from './useGroupNames.ts';

interface ChatLinkProps extends ChatMenuEvents {
  chat: Chat;
  userId: number;
  /** Its listing stands above it already. */
  isUnderListing?: boolean;
}

/** One chat of the list: with another person, between two others, or a group. */
export const ChatLink = memo(function ChatLink(props: ChatLinkProps) {
  const { chat, userId, isUnderListing = false } = props;
  const { named, listing } = useNames();
  const shown = useMemo(() => named(chat), [named, chat]);
  const navigation = useChatNavigation();
  const isMember = chat.me.role !== null;
  const other = isMember ? (otherMember(chat, userId)?.user ?? null) : null;
  const isOnline = usePresence(other?.id ?? null).data?.isOnline ?? false;
  const localDraft = useLocalDraft(chat.id);
  const actions = useChatMenu(chat, props);
  return (
    <ChatListItem
      chat={shown}
      ownId={userId}
      isCurrent={navigation.chatId === chat.id}
      isOnline={isOnline}
      note={other && <PersonNote user={other} listing={isUnderListing ? null : listing(chat)} />}
      {...useGroupNames(chat)}
      draft={localDraft === '' ? undefined : localDraft}
      actions={isMember ? actions : undefined}
      link={(link) => <ChatAnchor {...link} chatId={chat.id} />}
    />
  );
});

interface PersonNoteProps {
  user: User;
  listing: string | null;
}

/** The listing, or the role of a person, and for screen readers whether they are online. */
function PersonNote({ user, listing }: PersonNoteProps) {
  const roleNote = useRoleNote();
  const { text } = usePresenceText(user.id);
  return (
    <>
      {listing ?? roleNote(user.role)}
      {text === null ? null : <VisuallyHidden>, {text}</VisuallyHidden>}
    </>
  );
}
