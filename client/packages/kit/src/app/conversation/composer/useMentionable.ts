import type { Chat, Member } from '@vestnik/sdk';
import { useMembers } from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useMemo } from 'react';

const SEARCH_DELAY_MS = 200;
const NO_MEMBERS: readonly Member[] = [];

/**
 * Members of a group for what follows an `@`, which is null while nobody is being mentioned: those of the first
 * page and, if there are more, those whom the server finds.
 */
export function useMentionable({ id }: Chat, query: string | null): readonly Member[] {
  const chatId = query === null ? null : id;
  const sought = useDebouncedValue(query?.trim() ?? '', SEARCH_DELAY_MS);
  const { data: first = NO_MEMBERS, hasNextPage } = useMembers(chatId);
  const isSearched = hasNextPage && sought !== '';
  const { data: found = NO_MEMBERS } = useMembers(isSearched ? chatId : null, sought);
  return useMemo(() => {
    const members = [...first, ...found].map((member) => [member.user.id, member] as const);
    return [...new Map(members).values()];
  }, [first, found]);
}
