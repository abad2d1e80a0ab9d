import type { Member } from '@vestnik/sdk';
import { useMembers } from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useEffect } from 'react';

const SEARCH_DELAY_MS = 200;
const NO_MEMBERS: readonly Member[] = [];

interface MentionableProps {
  chatId: number;
  /** What follows the `@`. */
  query: string;
  /** Called with members who may be meant. */
  onFound: (members: readonly Member[]) => void;
}

/** Finds members of a group: those of its first page and, if there are more, those whom the server finds. */
export default function Mentionable({ chatId, query, onFound }: MentionableProps) {
  const sought = useDebouncedValue(query.trim(), SEARCH_DELAY_MS);
  const { data: first = NO_MEMBERS, hasNextPage } = useMembers(chatId);
  const isSearched = hasNextPage && sought !== '';
  const { data: found = NO_MEMBERS } = useMembers(isSearched ? chatId : null, sought);
  useEffect(() => {
    const members = [...first, ...found].map((member) => [member.user.id, member] as const);
    onFound([...new Map(members).values()]);
  }, [first, found, onFound]);
  return null;
}
