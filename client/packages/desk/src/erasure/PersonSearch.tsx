import { useUserSearch } from '@vestnik/sdk/react';
import { Combobox, useDebouncedValue, type ComboboxOption } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { strings } from './strings.ts';

interface PersonSearchProps {
  onChoose: (userId: number) => void;
}

/** Finds a person by name or e-mail, or by the number of an account that no search finds. */
export function PersonSearch({ onChoose }: PersonSearchProps) {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  const [query, setQuery] = useState('');
  const typed = query.trim();
  const search = useDebouncedValue(typed);
  const { data: users = [], isPending } = useUserSearch(search);
  const found: ComboboxOption[] = users.map(({ id, name }) => ({
    id,
    label: displayName(name),
    note: `№ ${id}`,
  }));
  const id = /^[1-9]\d{0,15}$/.test(typed) ? Number(typed) : null;
  const options =
    id === null || found.some((one) => one.id === id)
      ? found
      : [{ id, label: t.byNumber(id) }, ...found];
  const isSearching = typed !== search || isPending;
  return (
    <Combobox
      label={t.find}
      options={options}
      selected={null}
      onSelect={(option) => {
        if (option !== null) onChoose(option.id);
      }}
      query={query}
      onQuery={setQuery}
      isSearching={isSearching}
      placeholder={t.findHint}
      emptyText={isSearching ? t.searching : t.noneFound}
    />
  );
}
