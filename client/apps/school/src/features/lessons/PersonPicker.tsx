import type { Role } from '@vestnik/sdk';
import type { SchoolUser } from '@vestnik/sdk/school';
import { useUsers } from '@vestnik/sdk/school/react';
import { Combobox, useDebounced } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useEffect, useState } from 'react';

import { messages } from './messages.ts';

interface PersonPickerProps {
  label: string;
  ofRole: Role;
  selected: SchoolUser | null;
  onSelect: (user: SchoolUser | null) => void;
  error: string | null;
}

/** So many at least are offered, as long as there are more to ask for. */
const MIN_OPTIONS = 8;

/** Chooses somebody of one role by a part of their name or address. */
export function PersonPicker({ label, ofRole, selected, onSelect, error }: PersonPickerProps) {
  const t = useText(messages);
  const personName = usePersonName();
  const [query, setQuery] = useState('');
  const typed = query.trim();
  const search = useDebounced(typed);
  const { data: users = [], isPending, error: failure, ...list } = useUsers(search);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  // Until the answer for what stands in the field is here, there is nobody to choose.
  const isSearching = typed !== search || isPending;
  const candidates = users.filter((user) => user.role === ofRole);

  // The server searches people of all roles: a page may hold too few of this one.
  const needsMore =
    candidates.length < MIN_OPTIONS && hasNextPage && !isFetchingNextPage && failure === null;
  useEffect(() => {
    if (needsMore) fetchNextPage();
  }, [needsMore, fetchNextPage]);

  const asOption = (user: SchoolUser) => ({
    id: user.id,
    label: personName(user.name),
    note: user.email ?? undefined,
  });
  return (
    <Combobox
      label={label}
      options={candidates.map(asOption)}
      selected={selected && asOption(selected)}
      onSelect={(option) => {
        onSelect(users.find(({ id }) => id === option?.id) ?? null);
      }}
      query={query}
      onQuery={setQuery}
      isSearching={isSearching}
      placeholder={t.typeName}
      emptyText={
        isSearching || isFetchingNextPage
          ? t.searching
          : failure === null
            ? t.nobody
            : t.notSearched
      }
      error={error}
    />
  );
}
