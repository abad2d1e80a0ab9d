import type { Page, PageQuery, User } from '@vestnik/sdk';
import { useClient, usePaged } from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useMemo, useState } from 'react';

import type { PeopleSearch } from '../../chats/index.ts';
import { usePeople, type People, type Person } from '../people/index.ts';
import { useRoleNote } from '../presence/index.ts';

const SEARCH_DELAY_MS = 200;

/** People for a field that chooses them: of the application's directory, or of the server. */
export function usePeopleSearch(): PeopleSearch {
  const roleNote = useRoleNote();
  const [query, onQuery] = useState('');
  const settled = useDebouncedValue(query.trim(), SEARCH_DELAY_MS);
  const { find } = usePeople();
  const { api } = useClient();
  const read = useMemo(
    () => (page: PageQuery) =>
      find === undefined ? api.users(settled, page) : findInDirectory(find, settled),
    [api, find, settled],
  );
  const { data: people = [], isPending } = usePaged<User & Pick<Person, 'note'>>(read);
  return {
    people,
    query,
    onQuery,
    isSearching: isPending || settled !== query.trim(),
    noteOf: (user) => people.find(({ id }) => id === user.id)?.note ?? roleNote(user.role),
  };
}

/** Of people in a directory the server may tell more later. */
async function findInDirectory(
  find: NonNullable<People['find']>,
  query: string,
): Promise<Page<User & Pick<Person, 'note'>>> {
  const found = await find(query);
  const unknown = { role: null, avatar_url: null, online: false, last_seen: null };
  return { items: found.map((person) => ({ ...unknown, ...person })), nextCursor: null };
}
