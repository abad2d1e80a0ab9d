import type { Chat } from '@vestnik/sdk/model';
import { Badge } from '@vestnik/ui';
import { useMemo, type ReactNode } from 'react';

import { ChatListSection } from './ChatListSections.tsx';
import { groupByListing } from './listings.ts';
import { useChatsStrings } from './strings.ts';

interface ListingSectionsProps {
  chats: readonly Chat[];
  /** What the listing of a chat is called. */
  title: (chat: Chat) => string | null;
  /** A `ChatListItem` with its `key`. */
  children: (chat: Chat) => ReactNode;
}

/** The list with the chats about one listing together, under its name and its unread messages. */
export default function ListingSections({ chats, title, children }: ListingSectionsProps) {
  const t = useChatsStrings();
  const listings = useMemo(() => groupByListing(chats), [chats]);
  return listings.map(({ id, chats: ofListing, unread }) => (
    <ChatListSection
      key={id}
      title={
        <>
          {ofListing[0] && title(ofListing[0])}
          {unread === 0 ? null : (
            <Badge tone="soft" role="img" aria-label={t.unread(unread)}>
              {unread}
            </Badge>
          )}
        </>
      }
    >
      {ofListing.map(children)}
    </ChatListSection>
  ));
}
