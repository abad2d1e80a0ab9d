import type { Account } from '@vestnik/sdk';
import { useChats } from '@vestnik/sdk/react';
import { useDebounced } from '@vestnik/ui';
import { useState } from 'react';

import { useAddressText } from '../../address/index.ts';
import { ChatLink } from './ChatLink.tsx';
import { ChatListPane } from './ChatListPane.tsx';

const SEARCH_DELAY_MS = 250;

/** Every chat of the school, for an admin; the server searches. */
export function AdminChats({ user }: { user: Account }) {
  const [query, setQuery] = useAddressText('q');
  const search = useDebounced(query.trim(), SEARCH_DELAY_MS);
  const [failure, setFailure] = useState<unknown>(null);
  const [detailsId, setDetailsId] = useState<number | null>(null);
  const { chats, ...list } = useChats({ q: search });

  return (
    <ChatListPane
      list={list}
      query={query}
      onQuery={setQuery}
      count={chats.length}
      user={user}
      failure={failure}
      detailsId={detailsId}
      onDetails={setDetailsId}
    >
      <ul>
        {chats.map((chat) => (
          <ChatLink
            key={chat.id}
            chat={chat}
            userId={user.id}
            onFailed={setFailure}
            onDetails={setDetailsId}
          />
        ))}
      </ul>
    </ChatListPane>
  );
}
