import type { User } from '@vestnik/sdk/model';
import { Select, TextField } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { SlidersHorizontal } from 'lucide-react';

import type { SearchFilters } from './searchFilters.ts';
import styles from './SearchPanel.module.css';
import { useDialogStrings } from './dialogStrings.ts';

interface SearchFilterFieldsProps {
  filters: SearchFilters;
  onFilters: (filters: SearchFilters) => void;
  authors: readonly User[];
  hasOpenChat: boolean;
}

const KINDS = ['image', 'file', 'link'] as const;

/** What a search is narrowed to; all but the open chat is folded away until it is wanted. */
export function SearchFilterFields(props: SearchFilterFieldsProps) {
  const { filters, onFilters, authors, hasOpenChat } = props;
  const t = useDialogStrings();
  const displayName = useDisplayName();
  const change = (changes: Partial<SearchFilters>) => {
    onFilters({ ...filters, ...changes });
  };
  return (
    <div className={styles['filters']}>
      {hasOpenChat ? (
        <label className={styles['check']}>
          <input
            type="checkbox"
            checked={filters.isThisChat}
            onChange={({ target }) => {
              change({ isThisChat: target.checked });
            }}
          />
          {t.thisChat}
        </label>
      ) : null}
      <details>
        <summary className={styles['summary']}>
          <SlidersHorizontal size={16} aria-hidden="true" />
          {t.searchFilters}
        </summary>
        <div className={styles['fields']}>
          <Select
            label={t.author}
            value={filters.authorId ?? ''}
            options={[
              { value: '', label: t.anyAuthor },
              ...authors.map(({ id, name }) => ({ value: String(id), label: displayName(name) })),
            ]}
            onChange={({ target }) => {
              change({ authorId: target.value === '' ? null : Number(target.value) });
            }}
          />
          <Select
            label={t.has}
            value={filters.has ?? ''}
            options={[
              { value: '', label: t.hasAnything },
              ...KINDS.map((kind) => ({ value: kind, label: t.hasKind[kind] })),
            ]}
            onChange={({ target }) => {
              change({ has: KINDS.find((kind) => kind === target.value) ?? null });
            }}
          />
          <DateFields filters={filters} onChange={change} />
        </div>
      </details>
    </div>
  );
}

interface DateFieldsProps {
  filters: SearchFilters;
  onChange: (changes: Partial<SearchFilters>) => void;
}

function DateFields({ filters: { from, to }, onChange }: DateFieldsProps) {
  const t = useDialogStrings();
  return (
    <>
      <TextField
        label={t.dateFrom}
        type="date"
        value={from}
        max={to === '' ? undefined : to}
        onChange={({ target }) => {
          onChange({ from: target.value });
        }}
      />
      <TextField
        label={t.dateTo}
        type="date"
        value={to}
        min={from === '' ? undefined : from}
        onChange={({ target }) => {
          onChange({ to: target.value });
        }}
      />
    </>
  );
}
