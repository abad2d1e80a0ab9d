import { useAdminChats } from '@vestnik/sdk/react';
import { useDebounced } from '@vestnik/ui';

import { useAddressText } from '../../address/index.ts';
import { ChatColumn } from './ChatColumn.tsx';
import { WatchedChatLink } from './WatchedChatLink.tsx';

const SEARCH_PAUSE_MS = 250;

/** Every chat of the school, for an admin; the server searches. */
export function AllChats() {
  const [query, setQuery] = useAddressText('q');
  const search = useDebounced(query.trim(), SEARCH_PAUSE_MS);
  const { chats, ...list } = useAdminChats(search);

  return (
    <ChatColumn list={list} query={query} onQuery={setQuery} count={chats.length}>
      {chats.map((chat) => (
        <WatchedChatLink key={chat.id} chat={chat} />
      ))}
    </ChatColumn>
  );
}
