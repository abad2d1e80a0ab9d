import { useChats } from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';

import { ChatLink } from './ChatLink.tsx';
import { ChatListPane } from './ChatListPane.tsx';
import type { ChatListState } from './useChatListState.ts';

const SEARCH_DELAY_MS = 250;

/** Every chat of the realm, for an observer; the server searches. */
export function AllChats({ state }: { state: ChatListState }) {
  const search = useDebouncedValue(state.query.trim(), SEARCH_DELAY_MS);
  const { data: chats = [], ...list } = useChats({ q: search });
  return (
    <ChatListPane list={list} count={chats.length} state={state}>
      <ul>
        {chats.map((chat) => (
          <ChatLink
            key={chat.id}
            chat={chat}
            userId={state.user.id}
            onFailed={state.setFailure}
            onDetails={state.setDetailsId}
          />
        ))}
      </ul>
    </ChatListPane>
  );
}
