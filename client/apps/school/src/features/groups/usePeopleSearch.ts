import type { PeopleSearch } from '@vestnik/kit/chats';
import { useUserSearch } from '@vestnik/sdk/react';
import { useDebounced } from '@vestnik/ui';
import { useState } from 'react';

import { useRoleName } from '../../format/index.ts';

const SEARCH_DELAY_MS = 200;

/** People of the school for a field that chooses them; the server searches. */
export function usePeopleSearch(): PeopleSearch {
  const roleName = useRoleName();
  const [query, onQuery] = useState('');
  const settled = useDebounced(query.trim(), SEARCH_DELAY_MS);
  const { users, isLoading } = useUserSearch(settled);
  return {
    people: users,
    query,
    onQuery,
    isSearching: isLoading || settled !== query.trim(),
    noteOf: ({ role }) => roleName(role),
  };
}
