import type { Chat, User } from '@vestnik/sdk';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useMemo } from 'react';

import { useChatNames } from './ChatNames.tsx';
import { strings } from './strings.ts';

export interface Names {
  /** What a person is called outside of a chat. */
  readonly person: (user: User | null | undefined) => string;
  /** What a member of a chat is called in it. */
  readonly member: (user: User, chat: Chat) => string;
  /** The chat with the names of its members that are shown; a group has none. */
  readonly named: (chat: Chat) => Chat;
  /** What the listing of a chat is called; null for other chats. */
  readonly listing: (chat: Chat) => string | null;
}

/** What people and listings are called: guests by a number, since they have given no name. */
export function useNames(): Names {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  const own = useChatNames();
  return useMemo(() => {
    const person: Names['person'] = (user) =>
      user?.role === 'guest' ? t.guest(guestNumber(user)) : displayName(user?.name);
    const member: Names['member'] = (user, chat) => own.member?.(user, chat) ?? person(user);
    return {
      person,
      member,
      named: (chat) => ({
        ...chat,
        members:
          chat.members?.map((one) => ({
            ...one,
            user: { ...one.user, name: member(one.user, chat) },
          })) ?? null,
      }),
      listing: (chat) => {
        if (chat.listing === null) return null;
        return own.listing?.(chat) ?? chat.listing.title ?? t.listing(chat.listing.id);
      },
    };
  }, [displayName, own, t]);
}

/** Ids of guests are long; their last digits tell them apart. */
function guestNumber({ id }: User): string {
  return String(id).slice(-4);
}
