import { useChats } from '@vestnik/sdk/react';
import { useDebounced } from '@vestnik/ui';

import { useAddressText } from '../../address/index.ts';
import { ChatLink } from './ChatLink.tsx';
import { ChatListPane } from './ChatListPane.tsx';

const SEARCH_DELAY_MS = 250;

/** Every chat of the school, for an admin; the server searches. */
export function AdminChats({ userId }: { userId: number }) {
  const [query, setQuery] = useAddressText('q');
  const search = useDebounced(query.trim(), SEARCH_DELAY_MS);
  const { chats, ...list } = useChats({ q: search });

  return (
    <ChatListPane list={list} query={query} onQuery={setQuery} count={chats.length}>
      {chats.map((chat) => (
        <ChatLink key={chat.id} chat={chat} userId={userId} />
      ))}
    </ChatListPane>
  );
}
