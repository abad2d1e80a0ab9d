import type { Chat, User } from '@vestnik/sdk';
import { useStrings } from '@vestnik/ui/i18n';
import { createContext, use, useCallback, useMemo } from 'react';

import type { ChatNames } from '../appInterface.ts';
import type { Settings } from '../settings.ts';
import type { Visitor } from '../visitor.ts';
import { strings } from './strings.ts';

export type Side = 'buyer' | 'seller';

/** What every part of one script's chat knows. */
export interface Market {
  readonly settings: Settings;
  readonly visitor: Visitor;
  readonly side: Side;
  /** What the page called a chat when it opened it. */
  readonly namesOf: (chatId: number) => ChatNames | undefined;
}

export const MarketContext = createContext<Market | null>(null);

export function useMarket(): Market {
  const market = use(MarketContext);
  if (market === null) throw new Error('a part of the market outside of its context');
  return market;
}

/** What a chat is called here: the page knows its listings and sellers, and guests have no name. */
export function useChatNames(): {
  readonly listingTitle: (chat: Chat) => string;
  /** The chat with the names that are shown. */
  readonly named: (chat: Chat) => Chat;
} {
  const t = useStrings(strings);
  const { settings, namesOf, side } = useMarket();
  const listingTitle = useCallback(
    ({ id, listing }: Chat) => {
      const listingId = listing?.id ?? 0;
      const known = namesOf(id)?.title ?? settings.listingTitle(listingId) ?? listing?.title;
      return known ?? t.listing(listingId);
    },
    [namesOf, settings, t],
  );
  const named = useCallback(
    (chat: Chat) => {
      const sellerName = side === 'buyer' ? namesOf(chat.id)?.sellerName : undefined;
      const nameOf = (user: User): string => {
        if (user.role === 'guest') return t.guest(guestNumber(user));
        return user.id === chat.listing?.seller_id ? (sellerName ?? user.name) : user.name;
      };
      const members = chat.members.map((member) => ({
        ...member,
        user: { ...member.user, name: nameOf(member.user) },
      }));
      return { ...chat, members };
    },
    [namesOf, side, t],
  );
  return useMemo(() => ({ listingTitle, named }), [listingTitle, named]);
}

/** What a chat is called among others: with whom it is, and about which listing. */
export function useForwardTitle(ownId: number | null): (chat: Chat) => string {
  const { named, listingTitle } = useChatNames();
  return useCallback(
    (chat: Chat) => {
      const others = named(chat).members.filter(({ user }) => user.id !== ownId);
      return [...others.map(({ user }) => user.name), listingTitle(chat)].join(' · ');
    },
    [named, listingTitle, ownId],
  );
}

/** Ids of guests are long; their last digits tell them apart. */
function guestNumber({ id }: User): string {
  return String(id).slice(-4);
}

/** Whether the visitor is on this side of a chat. */
export function isOnSide(chat: Chat, ownId: number, side: Side): boolean {
  return (chat.listing?.seller_id === ownId) === (side === 'seller');
}
