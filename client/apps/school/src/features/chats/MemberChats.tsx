import {
  ChatFilters,
  ChatListSections,
  filterChats,
  unreadChats,
  type ChatFilter,
} from '@vestnik/kit/chats';
import type { Account } from '@vestnik/sdk';
import { useChats } from '@vestnik/sdk/react';
import { useDeferredValue, useMemo, useState } from 'react';

import { useAddressText } from '../../address/index.ts';
import { ChatLink } from './ChatLink.tsx';
import { ChatListPane } from './ChatListPane.tsx';
import { useChatTitle } from './chatTitle.ts';

/** The reader's chats; filters and search are over the loaded ones. */
export function MemberChats({ user }: { user: Account }) {
  const [filter, setFilter] = useState<ChatFilter>('all');
  const { chats, ...list } = useChats({ filter: filter === 'archived' ? 'archived' : 'all' });
  const chatTitle = useChatTitle();
  const [query, setQuery] = useAddressText('q');
  const [failure, setFailure] = useState<unknown>(null);
  const [detailsId, setDetailsId] = useState<number | null>(null);
  const shownQuery = useDeferredValue(query);
  const shown = useMemo(
    () => filterChats(chats, filter, shownQuery, chatTitle),
    [chats, filter, shownQuery, chatTitle],
  );

  return (
    <ChatListPane
      list={list}
      query={query}
      onQuery={setQuery}
      count={shown.length}
      user={user}
      isFiltered={filter !== 'all'}
      failure={failure}
      detailsId={detailsId}
      onDetails={setDetailsId}
      filters={
        <ChatFilters value={filter} onChange={setFilter} counts={unreadChats(chats, new Date())} />
      }
    >
      <ChatListSections chats={shown}>
        {(chat) => (
          <ChatLink
            key={chat.id}
            chat={chat}
            userId={user.id}
            onFailed={setFailure}
            onDetails={setDetailsId}
          />
        )}
      </ChatListSections>
    </ChatListPane>
  );
}
