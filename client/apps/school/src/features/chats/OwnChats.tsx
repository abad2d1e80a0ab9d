import { useChats } from '@vestnik/sdk/react';
import { usePersonName } from '@vestnik/ui/format';
import { useDeferredValue, useMemo } from 'react';

import { useAddressText } from '../../address/index.ts';
import { ChatColumn } from './ChatColumn.tsx';
import { OwnChatLink } from './OwnChatLink.tsx';
import { matches } from './search.ts';

/** The reader's chats; the search is over what is here, by name and by last message. */
export function OwnChats({ userId }: { userId: number }) {
  const { chats, ...list } = useChats();
  const personName = usePersonName();
  const [query, setQuery] = useAddressText('q');
  const shownQuery = useDeferredValue(query);
  const shown = useMemo(
    () => chats.filter((chat) => matches(chat, personName(chat.participant?.name), shownQuery)),
    [chats, personName, shownQuery],
  );

  return (
    <ChatColumn list={list} query={query} onQuery={setQuery} count={shown.length}>
      {shown.map((chat) => (
        <OwnChatLink key={chat.id} chat={chat} userId={userId} />
      ))}
    </ChatColumn>
  );
}
