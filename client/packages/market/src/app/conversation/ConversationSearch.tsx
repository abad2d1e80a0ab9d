import { NO_SEARCH_FILTERS, SearchPanel, searchParameters } from '@vestnik/kit/chats';
import type { Chat } from '@vestnik/sdk';
import { useSearch } from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useBackLayer } from '@vestnik/ui/layers';
import { useState } from 'react';

import { useChatNames } from '../MarketContext.tsx';
import { useErrorText } from '../strings.ts';

const SEARCH_DELAY_MS = 250;

interface ConversationSearchProps {
  chat: Chat;
  onOpen: (messageId: number) => void;
  onClose: () => void;
}

/** The search in the messages of a chat; loaded with the first one. */
export default function ConversationSearch({ chat, onOpen, onClose }: ConversationSearchProps) {
  const errorText = useErrorText();
  const displayName = useDisplayName();
  const { listingTitle } = useChatNames();
  const [query, setQuery] = useState('');
  useBackLayer(true, onClose);
  const [filters, setFilters] = useState(NO_SEARCH_FILTERS);
  const settled = useDebouncedValue(query.trim(), SEARCH_DELAY_MS);
  const inThisChat = { ...filters, isThisChat: true };
  const {
    data: hits = [],
    error,
    ...list
  } = useSearch(searchParameters(settled, inThisChat, chat.id));
  const people = chat.members.map(({ user }) => user);
  return (
    <SearchPanel
      query={query}
      onQuery={setQuery}
      filters={filters}
      onFilters={setFilters}
      results={{ ...list, isPending: list.isPending || settled !== query.trim(), hits }}
      error={error === null ? null : errorText(error)}
      authors={people}
      // It is the only one that is searched: there is nothing to choose.
      hasOpenChat={false}
      author={({ message }) => displayName(people.find(({ id }) => id === message.author_id)?.name)}
      title={() => listingTitle(chat)}
      onOpen={({ message }) => {
        onOpen(message.id);
      }}
      onClose={onClose}
    />
  );
}
