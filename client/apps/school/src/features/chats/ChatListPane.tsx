import type { Account } from '@vestnik/sdk';
import type { ListView } from '@vestnik/sdk/react';
import { CopyNote, EmptyState, ErrorNote, FetchMore, IconButton } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { MessagesSquare, Search, TextSearch } from 'lucide-react';
import type { ReactNode } from 'react';

import { GroupDetailsDialog, NewGroup } from '../groups/index.ts';
import { useSearchPanel } from '../search/index.ts';
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
  user: Account;
  /** The list is narrowed by a filter too. */
  isFiltered?: boolean;
  filters?: ReactNode;
  /** The error of an action in a chat's menu. */
  failure: unknown;
  /** The group whose details are shown. */
  detailsId: number | null;
  onDetails: (chatId: number | null) => void;
  /** The chats. */
  children: ReactNode;
}

/** Search above, links below; only the links scroll. */
export function ChatListPane(props: ChatListPaneProps) {
  const { list, query, onQuery, count, user, isFiltered = false, filters, failure } = props;
  const t = useText(strings);
  const problemText = useProblemText();
  const isSearching = query.trim() !== '';
  return (
    // It only handles keys that its field and its links have not handled.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles['column']} onKeyDown={handleArrowKeys}>
      <Toolbar query={query} onQuery={onQuery} user={user} />
      {filters}
      <div className={styles['announcement']} aria-live="polite">
        {isSearching && !list.isLoading ? t.found(count) : ''}
      </div>
      {failure === null ? null : (
        <div className={styles['error']}>
          <ErrorNote>{problemText(failure)}</ErrorNote>
        </div>
      )}
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
        {list.isLoading ? <ChatSkeletons /> : props.children}
        <FetchMore {...list} hasFailed={list.error !== null} />
      </nav>
      {count === 0 && !list.isLoading && (list.isCopy || !list.error) && !list.hasMore ? (
        <EmptyList isSearch={isSearching || isFiltered} />
      ) : null}
      {props.detailsId === null ? null : (
        <GroupDetailsDialog
          chatId={props.detailsId}
          userId={user.id}
          onClose={() => {
            props.onDetails(null);
          }}
        />
      )}
    </div>
  );
}

function Toolbar({ query, onQuery, user }: Pick<ChatListPaneProps, 'query' | 'onQuery' | 'user'>) {
  const t = useText(strings);
  const search = useSearchPanel();
  return (
    <div className={styles['toolbar']}>
      <div className={styles['search']}>
        <SearchField label={t.search} value={query} onChange={onQuery} />
      </div>
      <IconButton label={t.searchMessages} onClick={search.open}>
        <TextSearch size={20} aria-hidden="true" />
      </IconButton>
      {/* The school's teachers and admins make groups. */}
      {user.role === 'teacher' || user.role === 'admin' ? <NewGroup /> : null}
    </div>
  );
}

function EmptyList({ isSearch }: { isSearch: boolean }) {
  const t = useText(strings);
  return (
    <div className={styles['empty']}>
      {isSearch ? (
        <EmptyState icon={<Search size={28} />} title={t.nothingFound}>
          {t.nothingFoundHint}
        </EmptyState>
      ) : (
        <EmptyState icon={<MessagesSquare size={28} />} title={t.empty}>
          {t.emptyHint}
        </EmptyState>
      )}
    </div>
  );
}
