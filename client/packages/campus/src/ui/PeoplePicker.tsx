import { useQuery } from '@tanstack/react-query';
import { Combobox, IconButton, useDebounced } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { X } from 'lucide-react';
import { useState } from 'react';

import { getCurrentUserId } from '../model/services/auth.ts';
import { chatKeys } from '../model/services/chatQueries.ts';
import { chatConfig } from '../model/services/config.ts';
import type { Conversation, Person } from '../model/types/chat.ts';
import { messages } from './messages.ts';
import { acquaintances, matching, numbered, withoutRepeats } from './people.ts';
import styles from './PeoplePicker.module.css';

interface PeoplePickerProps {
  label: string;
  conversations: readonly Conversation[];
  people: readonly Person[];
  isSingle?: boolean;
  error: string | null;
  onChange: (people: readonly Person[]) => void;
}

/** Chooses people: of one's conversations, of the host's directory, or by their number. */
export function PeoplePicker({
  label,
  conversations,
  people,
  isSingle = false,
  error,
  onChange,
}: PeoplePickerProps) {
  const t = useText(messages);
  const personName = usePersonName();
  const [query, setQuery] = useState('');
  const { found, isLoading } = useDirectory(query);
  const userId = getCurrentUserId();
  const known = matching(acquaintances(conversations, personName), query);
  const offered = withoutRepeats([...found, ...known, ...numbered(query, t.byNumber)]).filter(
    ({ id }) => id !== userId && !people.some((person) => person.id === id),
  );
  const asOption = ({ id, name, note }: Person) => ({ id, label: name, note });
  const only = isSingle ? people[0] : undefined;

  return (
    <>
      <Combobox
        label={label}
        options={offered.map(asOption)}
        selected={only === undefined ? null : asOption(only)}
        onSelect={(option) => {
          const person = offered.find(({ id }) => id === option?.id);
          const before = isSingle ? [] : people;
          if (person !== undefined) onChange([...before, person]);
          else if (isSingle) onChange([]);
        }}
        query={query}
        onQuery={setQuery}
        placeholder={t.typeName}
        emptyText={isLoading ? t.searching : t.nobody}
        error={error}
      />
      {isSingle || people.length === 0 ? null : (
        <ul className={styles['chosen']} aria-label={label}>
          {people.map((person) => (
            <li key={person.id} className={styles['person']}>
              {person.name}
              <IconButton
                className={styles['remove']}
                label={t.remove(person.name)}
                onClick={() => {
                  onChange(people.filter(({ id }) => id !== person.id));
                }}
              >
                <X size={16} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const NOBODY: readonly Person[] = [];

/**
 * The host's own people, if it has a directory. Its answer to an earlier query is good only as far
 * as it goes with what stands in the field now.
 */
function useDirectory(query: string): { found: readonly Person[]; isLoading: boolean } {
  const search = useDebounced(query.trim());
  const isSettled = search === query.trim();
  const { findPeople } = chatConfig();
  const { data, isLoading } = useQuery({
    queryKey: [...chatKeys.all, 'people', search],
    queryFn: () => findPeople?.(search) ?? NOBODY,
    enabled: findPeople !== undefined,
    networkMode: 'always',
    staleTime: 60_000,
  });
  const found = data ?? NOBODY;
  return {
    found: isSettled ? found : matching(found, query),
    isLoading: isLoading || (findPeople !== undefined && !isSettled),
  };
}
