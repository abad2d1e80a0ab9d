import type { Role } from '@vestnik/sdk';
import type { SchoolUser } from '@vestnik/sdk/school';
import { useUsers } from '@vestnik/sdk/school/react';
import { Combobox, useDebouncedValue } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useState } from 'react';

import { strings } from './strings.ts';

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
  const t = useStrings(strings);
  const displayName = useDisplayName();
  const [query, setQuery] = useState('');
  const typed = query.trim();
  const search = useDebouncedValue(typed);
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
    label: displayName(user.name),
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
            ? t.noPeople
            : t.notSearched
      }
      error={error}
    />
  );
}
