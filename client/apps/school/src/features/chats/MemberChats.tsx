import { useChats } from '@vestnik/sdk/react';
import { useDeferredValue, useMemo } from 'react';

import { useAddressText } from '../../address/index.ts';
import { ChatLink } from './ChatLink.tsx';
import { ChatListPane } from './ChatListPane.tsx';
import { matchesQuery } from './chatSearch.ts';
import { useChatTitle } from './chatTitle.ts';

/** The reader's chats; the search is over the loaded ones, by name and by last message. */
export function MemberChats({ userId }: { userId: number }) {
  const { chats, ...list } = useChats();
  const chatTitle = useChatTitle();
  const [query, setQuery] = useAddressText('q');
  const shownQuery = useDeferredValue(query);
  const shown = useMemo(
    () => chats.filter((chat) => matchesQuery(chat, chatTitle(chat), shownQuery)),
    [chats, chatTitle, shownQuery],
  );

  return (
    <ChatListPane list={list} query={query} onQuery={setQuery} count={shown.length}>
      {shown.map((chat) => (
        <ChatLink key={chat.id} chat={chat} userId={userId} />
      ))}
    </ChatListPane>
  );
}
