import type { Chat } from '@vestnik/sdk';
import { useChats } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense, useDeferredValue, useMemo, useState } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import {
  CHAT_FILTERS,
  ChatFilters,
  ChatListSections,
  filterChats,
  FILTERS_WITHOUT_GROUPS,
  unreadChats,
  type ChatFilter,
} from '../../chats/index.ts';
import { useNames } from '../names/index.ts';
import { useChatPolicy } from '../policy/index.ts';
import { ChatLink } from './ChatLink.tsx';
import { ChatListPane } from './ChatListPane.tsx';
import { useFullChatTitle } from './chatTitle.ts';
import { strings } from './strings.ts';
import type { ChatListState } from './useChatListState.ts';

const ListingSections = lazyPart(() => import('../../chats/ListingSections.tsx'));

const NO_CHATS: readonly Chat[] = [];

/** The user's chats; filters and search are over the loaded ones. */
export function OwnChats({ state }: { state: ChatListState }) {
  const t = useStrings(strings);
  const { groups = false } = useChatPolicy();
  const [filter, setFilter] = useState<ChatFilter>('all');
  const { data: all = NO_CHATS, ...list } = useChats({
    filter: filter === 'archived' ? 'archived' : 'all',
  });
  const { isListed, groupsByListing = false } = state.slots;
  const chats = useMemo(() => (isListed ? all.filter(isListed) : all), [all, isListed]);
  const chatTitle = useFullChatTitle();
  const { listing } = useNames();
  const shownQuery = useDeferredValue(state.query);
  const shown = useMemo(
    () => filterChats(chats, filter, shownQuery, chatTitle),
    [chats, filter, shownQuery, chatTitle],
  );

  const link = (chat: Chat) => (
    <ChatLink
      key={chat.id}
      chat={chat}
      userId={state.user.id}
      isUnderListing={groupsByListing}
      onFailed={state.setFailure}
      onNotice={state.setNotice}
      onDetails={state.setDetailsId}
    />
  );

  return (
    <ChatListPane
      list={list}
      count={shown.length}
      state={state}
      emptyFilter={filter === 'all' ? undefined : t.emptyFilter[filter]}
      filters={
        <ChatFilters
          value={filter}
          onChange={setFilter}
          counts={unreadChats(chats, new Date())}
          filters={groups ? CHAT_FILTERS : FILTERS_WITHOUT_GROUPS}
        />
      }
    >
      {groupsByListing ? (
        <Suspense>
          <ListingSections chats={shown} title={listing}>
            {link}
          </ListingSections>
        </Suspense>
      ) : (
        <ChatListSections chats={shown}>{link}</ChatListSections>
      )}
    </ChatListPane>
  );
}
