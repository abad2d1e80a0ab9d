import { useMembers } from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useState } from 'react';

import type { MembersList } from '../../chats/index.ts';

const SEARCH_DELAY_MS = 200;

/** The members of a group, page by page, and those whom a search finds. */
export function useMembersList(chatId: number): MembersList {
  const [query, onQuery] = useState('');
  const settled = useDebouncedValue(query.trim(), SEARCH_DELAY_MS);
  const { data: members = [], isPending, ...more } = useMembers(chatId, settled);
  return {
    members,
    query,
    onQuery,
    onLoadMore: more.hasNextPage ? more.fetchNextPage : undefined,
    isLoading: isPending || more.isFetchingNextPage,
  };
}
