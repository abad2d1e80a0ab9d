import type { Hit, User } from '@vestnik/sdk';
import {
  useChat,
  useChats,
  useKnownUsers,
  useMembers,
  useSearch,
  useUser,
} from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useMemo, useState } from 'react';

import {
  NO_SEARCH_FILTERS,
  SearchPanel,
  searchParameters,
  type SearchFilters,
} from '../../chats/index.ts';
import { useChatTitle } from '../chatList/chatTitle.ts';
import { useNames } from '../names/index.ts';
import { useChatNavigation } from '../navigation/index.ts';
import { useSearchPanel } from './SearchPanelContext.tsx';

const SEARCH_DELAY_MS = 250;

interface SearchPaneProps {
  /** A hit was opened: where the search covers the conversation, it closes. */
  onOpened?: () => void;
}

/** The search in messages. A hit opens its chat at the message. */
export function SearchPane({ onOpened }: SearchPaneProps) {
  const panel = useSearchPanel();
  const errorMessage = useErrorMessage();
  const { chatId, open } = useChatNavigation();
  const [query, setQuery] = useState('');
  const [filters, setFilters] = useState<SearchFilters>({
    ...NO_SEARCH_FILTERS,
    isThisChat: panel.isInChat,
  });
  const settled = useDebouncedValue(query.trim(), SEARCH_DELAY_MS);
  const { data: hits = [], error, ...list } = useSearch(searchParameters(settled, filters, chatId));
  const authors = useAuthors(chatId);

  return (
    <SearchPanel
      query={query}
      onQuery={setQuery}
      filters={filters}
      onFilters={setFilters}
      results={{ ...list, isPending: list.isPending || settled !== query.trim(), hits }}
      error={error === null ? null : errorMessage(error)}
      authors={authors}
      hasOpenChat={chatId !== null}
      author={({ message }) => <UserName userId={message.author_id} />}
      title={(hit) => <HitTitle hit={hit} />}
      onOpen={({ chat, message }) => {
        open(chat.id, message.id);
        onOpened?.();
      }}
      onClose={panel.close}
    />
  );
}

function HitTitle({ hit }: { hit: Hit }) {
  return hit.chat.title ?? <ChatTitle chatId={hit.chat.id} />;
}

function ChatTitle({ chatId }: { chatId: number }) {
  const title = useChatTitle();
  const { data: chat } = useChat(chatId);
  return chat ? title(chat) : '';
}

function UserName({ userId }: { userId: number | null }) {
  const { person } = useNames();
  const { data: user } = useUser(userId);
  // Until it is looked up it has no name.
  return user === undefined && userId !== null ? '' : person(user);
}

/** Everybody whom an answer has named, and the members of the group that is open, each once, by name. */
function useAuthors(openId: number | null): readonly User[] {
  const { data: chats } = useChats();
  const isGroup = chats?.find(({ id }) => id === openId)?.type === 'group';
  // The members that are read have names then.
  useMembers(isGroup ? openId : null);
  const known = useKnownUsers();
  const { named, person } = useNames();
  return useMemo(() => {
    const people = [...known.values()]
      .filter(({ name, role }) => name !== '' || role !== null)
      .map((user) => [user.id, { ...user, name: person(user) }] as const);
    const members = chats?.flatMap((chat) => named(chat).members ?? []) ?? [];
    const authors = new Map([...people, ...members.map(({ user }) => [user.id, user] as const)]);
    return [...authors.values()].sort((a, b) => a.name.localeCompare(b.name));
  }, [chats, known, named, person]);
}
