/** What a conversation shows of its chat: its members, and what the reader may do. */
import { useSession } from '@vestnik/sdk/react';
import type { Chat, Message, Permission, Role } from '@vestnik/sdk';
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
  /** All members but the user. */
  readonly others: readonly Member[];
  /** The newest message that another member has read. */
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
  readUpTo: 0,
  deletedUserName: '',
  can: new Set(),
  ownsGroup: false,
};

/** The view of a chat; null without one. */
export function useConversationView(chat: Chat | null): ConversationView | null {
  const displayName = useDisplayName();
  const chatTitle = useChatTitle();
  const { named } = useNames();
  const userId = useSession().user?.id ?? null;
  return useMemo(() => {
    if (chat === null) return null;
    const { me, members, type } = named(chat);
    const ownId = me.role === null ? null : userId;
    const others = members.filter(({ user }) => user.id !== ownId);
    return {
      title: chatTitle(chat),
      isGroup: type === 'group',
      isListing: type === 'listing',
      ownId,
      others: others.map(({ user }) => ({ ...user, name: displayName(user.name) })),
      readUpTo: Math.max(0, ...others.map(({ last_read_id }) => last_read_id)),
      deletedUserName: displayName(null),
      can: new Set(me.can),
      ownsGroup: type === 'group' && me.role === 'owner',
    };
  }, [chat, chatTitle, displayName, named, userId]);
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
