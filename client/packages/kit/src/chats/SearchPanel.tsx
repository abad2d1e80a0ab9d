import type { Hit, User } from '@vestnik/sdk/model';
import {
  CopyNote,
  EmptyState,
  ErrorMessage,
  LoadMore,
  IconButton,
  Spinner,
  VisuallyHidden,
} from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { Search, SearchX, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

import { listTarget } from './listKeys.ts';
import { SearchFilterFields } from './SearchFilterFields.tsx';
import type { SearchFilters } from './searchFilters.ts';
import { SearchHit } from './SearchHit.tsx';
import styles from './SearchPanel.module.css';
import { useDialogStrings } from './dialogStrings.ts';
import { useChatsStrings } from './strings.ts';

/** The answer to the query, as the SDK's `useSearch` has it. */
export interface SearchResults {
  readonly hits: readonly Hit[];
  /** Found among the messages that the browser has stored: the server cannot be reached. */
  readonly isCopy?: boolean;
  readonly isPending: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => void;
  readonly refetch: () => void;
}

export interface SearchPanelProps {
  query: string;
  onQuery: (query: string) => void;
  filters: SearchFilters;
  onFilters: (filters: SearchFilters) => void;
  results: SearchResults;
  /** Why the search failed; null: it did not. */
  error: string | null;
  /** Those whom the filter of authors offers. */
  authors: readonly User[];
  /** A chat is open: the search can be narrowed to it. */
  hasOpenChat: boolean;
  /** The name of the author of a hit. */
  author: (hit: Hit) => ReactNode;
  /** The title of the chat of a hit. */
  title: (hit: Hit) => ReactNode;
  onOpen: (hit: Hit) => void;
  onClose: () => void;
}

/** The search in messages: a field, filters and what was found. */
export function SearchPanel(props: SearchPanelProps) {
  const { query, onQuery, filters, onFilters, results, authors, hasOpenChat, onClose } = props;
  const t = useDialogStrings();
  const listStrings = useChatsStrings();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>('input')?.focus();
  }, []);

  const press = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    if (event.key === 'Escape' && !(target instanceof HTMLInputElement && target.value !== '')) {
      event.stopPropagation();
      onClose();
      return;
    }
    if (!(target instanceof HTMLElement) || target.matches('select, [type=date]')) return;
    const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('button[data-hit]')];
    const current = hits.findIndex((hit) => hit === target);
    const next = listTarget(event.key, current, hits.length);
    if (next === null || (current < 0 && event.key === 'ArrowUp')) return;
    event.preventDefault();
    hits[next]?.focus();
  };

  return (
    // It only uses the keys that its field and its hits let pass.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={panel}
      className={styles['panel']}
      aria-label={listStrings.search}
      onKeyDown={press}
    >
      <div className={styles['top']}>
        <div className={styles['field']}>
          <SearchField label={listStrings.search} value={query} onChange={onQuery} />
        </div>
        <IconButton label={listStrings.closeSearch} onClick={onClose}>
          <X size={20} aria-hidden="true" />
        </IconButton>
      </div>
      <SearchFilterFields
        filters={filters}
        onFilters={onFilters}
        authors={authors}
        hasOpenChat={hasOpenChat}
      />
      <VisuallyHidden aria-live="polite">
        {query.trim() === '' || results.isPending ? '' : t.found(results.hits.length)}
      </VisuallyHidden>
      <Results {...props} />
    </section>
  );
}

function Results({ query, results, error, author, title, onOpen }: SearchPanelProps) {
  const t = useDialogStrings();
  const { hits, isPending, hasNextPage, isCopy = false } = results;
  if (query.trim() === '') {
    return <EmptyState icon={<Search size={28} />} title={t.searchHint} />;
  }
  if (isPending) return <Spinner isCentred label={t.searching} />;
  const isEmpty = hits.length === 0 && !hasNextPage && (isCopy || error === null);
  return (
    <div className={styles['results']}>
      {isCopy ? <CopyNote onRetry={results.refetch} /> : null}
      <ul>
        {hits.map((hit) => (
          <SearchHit
            key={hit.message.id}
            hit={hit}
            author={author(hit)}
            title={title(hit)}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {error === null || isCopy ? null : (
        <ErrorMessage onRetry={results.refetch}>{error}</ErrorMessage>
      )}
      <LoadMore {...results} hasFailed={error !== null} />
      {isEmpty ? (
        <EmptyState icon={<SearchX size={28} />} title={t.nothingFound}>
          {t.nothingFoundHint}
        </EmptyState>
      ) : null}
    </div>
  );
}
