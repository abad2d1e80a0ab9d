import type { User } from '@vestnik/sdk/model';
import { Combobox, IconButton } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { X } from 'lucide-react';

import styles from './PeopleField.module.css';
import { useDialogStrings } from './dialogStrings.ts';

/** People whom the host has found for what is typed. */
export interface PeopleSearch {
  readonly people: readonly User[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** `people` belong to an earlier query. */
  readonly isSearching: boolean;
  /** Distinguishes people of the same name. */
  readonly noteOf?: (user: User) => string | undefined;
}

interface PeopleFieldProps {
  label: string;
  search: PeopleSearch;
  chosen: readonly User[];
  onChange: (chosen: readonly User[]) => void;
  isSingle?: boolean;
  /** Not offered: they are members already. */
  excludedIds?: readonly number[];
  error?: string | null;
}

const NONE: readonly number[] = [];

/** Chooses one person or several of those that the host finds. */
export function PeopleField(props: PeopleFieldProps) {
  const { label, search, chosen, onChange, isSingle = false, excludedIds = NONE } = props;
  const t = useDialogStrings();
  const displayName = useDisplayName();
  const offered = search.people.filter(
    ({ id }) => !excludedIds.includes(id) && !chosen.some((person) => person.id === id),
  );
  const toOption = (user: User) => ({
    id: user.id,
    label: displayName(user.name),
    note: search.noteOf?.(user),
  });
  const [only] = isSingle ? chosen : [];
  return (
    <div className={styles['field']}>
      <Combobox
        label={label}
        options={offered.map(toOption)}
        selected={only ? toOption(only) : null}
        onSelect={(option) => {
          const person = offered.find(({ id }) => id === option?.id);
          const before = isSingle ? [] : chosen;
          if (person) onChange([...before, person]);
          else if (isSingle) onChange([]);
        }}
        query={search.query}
        onQuery={search.onQuery}
        isSearching={search.isSearching}
        emptyText={search.isSearching ? t.searchingPeople : t.noPeople}
        placeholder={t.typeName}
        error={props.error ?? null}
      />
      {isSingle || chosen.length === 0 ? null : (
        <ul className={styles['chosen']} aria-label={label}>
          {chosen.map((person) => (
            <li key={person.id} className={styles['person']}>
              {displayName(person.name)}
              <IconButton
                label={t.removePerson(displayName(person.name))}
                className={styles['remove']}
                onClick={() => {
                  onChange(chosen.filter(({ id }) => id !== person.id));
                }}
              >
                <X size={16} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
