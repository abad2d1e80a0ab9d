/** What a conversation shows of its chat: its members, and what the reader may do. */
import { useReadUpTo, useSession } from '@vestnik/sdk/react';
import type { Chat, Message, Permission, Role, User } from '@vestnik/sdk';
import { useDisplayName } from '@vestnik/ui/format';
import { useMemo } from 'react';

import { useChatTitle } from '../chatList/chatTitle.ts';
import { useNames } from '../names/index.ts';

/** A member of a chat; the name is ready to be shown. */
export interface Member {
  readonly id: number;
  readonly name: string;
  readonly role: Role | null;
}

export interface ConversationView {
  /** The title of a group, the name of the other member, or for an observer both names. */
  readonly title: string;
  readonly isGroup: boolean;
  /** It is about a listing: its members do not know each other, and no one else of the realm. */
  readonly isListing: boolean;
  /** The user's id; null for an observer, who is not a member. */
  readonly ownId: number | null;
  /** All members but the user; none of a group. */
  readonly others: readonly Member[];
  /** What somebody is called who is not among them. */
  readonly nameOf: (user: User | undefined) => string;
  /** The newest message that another member has read: in a group, of those who are loaded. */
  readonly readUpTo: number;
  /** For the messages of deleted users. */
  readonly deletedUserName: string;
  readonly can: ReadonlySet<Permission>;
  /** The owner of a group deletes messages of all. */
  readonly ownsGroup: boolean;
}

export const EMPTY_VIEW: ConversationView = {
  title: '',
  isGroup: false,
  isListing: false,
  ownId: null,
  others: [],
  nameOf: () => '',
  readUpTo: 0,
  deletedUserName: '',
  can: new Set(),
  ownsGroup: false,
};

/** The view of a chat; null without one. */
export function useConversationView(chat: Chat | null): ConversationView | null {
  const displayName = useDisplayName();
  const chatTitle = useChatTitle();
  const { named, member, person } = useNames();
  const userId = useSession().user?.id ?? null;
  const isOwnGroup = chat?.type === 'group' && chat.me.role !== null;
  const { data: readInGroup } = useReadUpTo(isOwnGroup ? chat.id : null);
  return useMemo(() => {
    if (chat === null) return null;
    const { me, members, type } = named(chat);
    const isGroup = type === 'group';
    const ownId = me.role === null ? null : userId;
    const others = members?.filter(({ user }) => user.id !== ownId) ?? [];
    return {
      title: chatTitle(chat),
      isGroup,
      isListing: type === 'listing',
      ownId,
      others: others.map(({ user }) => ({ ...user, name: displayName(user.name) })),
      nameOf: (user) => (isGroup && user !== undefined ? member(user, chat) : person(user)),
      readUpTo: Math.max(readInGroup, ...others.map(({ last_read_id }) => last_read_id)),
      deletedUserName: displayName(null),
      can: new Set(me.can),
      ownsGroup: isGroup && me.role === 'owner',
    };
  }, [chat, chatTitle, displayName, member, named, person, readInGroup, userId]);
}

export function memberName(view: ConversationView, authorId: number | null): string | null {
  return view.others.find(({ id }) => id === authorId)?.name ?? null;
}

/** Own messages are on the end side. An observer sees the second member's messages there. */
export function bubbleSide(view: ConversationView, authorId: number | null): 'start' | 'end' {
  if (view.ownId !== null) return authorId === view.ownId ? 'end' : 'start';
  return view.others.findIndex(({ id }) => id === authorId) > 0 ? 'end' : 'start';
}

export function canDelete(view: ConversationView, message: Message): boolean {
  if (!view.can.has('delete') || message.deleted_at !== null) return false;
  return message.author_id === view.ownId || view.ownsGroup;
}
