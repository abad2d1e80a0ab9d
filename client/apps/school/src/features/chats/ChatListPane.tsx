import type { ListView } from '@vestnik/sdk/react';
import { CopyNote, EmptyState, ErrorNote, FetchMore } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { useText } from '@vestnik/ui/i18n';
import { MessagesSquare, Search } from 'lucide-react';
import type { ReactNode } from 'react';

import { handleArrowKeys } from './arrowNavigation.ts';
import styles from './ChatListPane.module.css';
import { ChatSkeletons } from './ChatSkeletons.tsx';
import { strings } from './strings.ts';

interface ChatListPaneProps {
  list: Omit<ListView<unknown>, 'items'>;
  query: string;
  onQuery: (query: string) => void;
  /** How many chats are shown. */
  count: number;
  /** A list item for each of them. */
  children: ReactNode;
}

/** Search above, links below; only the links scroll. */
export function ChatListPane({ list, query, onQuery, count, children }: ChatListPaneProps) {
  const t = useText(strings);
  const isSearching = query.trim() !== '';
  return (
    // It only hears what its field and its links hear first.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles['column']} onKeyDown={handleArrowKeys}>
      <SearchField label={t.search} value={query} onChange={onQuery} />
      <div className={styles['announcement']} aria-live="polite">
        {isSearching && !list.isLoading ? t.found(count) : ''}
      </div>
      {list.isCopy ? (
        <div className={styles['error']}>
          <CopyNote onRetry={list.refetch} />
        </div>
      ) : list.error ? (
        <div className={styles['error']}>
          <ErrorNote onRetry={list.refetch}>{t.notLoaded}</ErrorNote>
        </div>
      ) : null}
      <nav className={styles['nav']} aria-label={t.chats} aria-busy={list.isLoading}>
        {list.isLoading ? <ChatSkeletons /> : <ul>{children}</ul>}
        <FetchMore {...list} hasFailed={list.error !== null} />
      </nav>
      {count === 0 && !list.isLoading && (list.isCopy || !list.error) && !list.hasMore ? (
        <div className={styles['empty']}>
          {isSearching ? (
            <EmptyState icon={<Search size={28} />} title={t.nothingFound}>
              {t.nothingFoundHint}
            </EmptyState>
          ) : (
            <EmptyState icon={<MessagesSquare size={28} />} title={t.empty}>
              {t.emptyHint}
            </EmptyState>
          )}
        </div>
      ) : null}
    </div>
  );
}
