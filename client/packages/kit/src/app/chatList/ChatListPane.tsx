import type { ListResult } from '@vestnik/sdk/react';
import { CopyNote, EmptyState, ErrorMessage, LoadMore, IconButton } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { MessagesSquare, Search, TextSearch } from 'lucide-react';
import type { ReactNode } from 'react';

import { GroupDetailsDialog, NewChat } from '../groups/index.ts';
import { useChatPolicy } from '../policy/index.ts';
import { useSearchPanel } from '../search/index.ts';
import { handleArrowKeys } from './arrowNavigation.ts';
import styles from './ChatListPane.module.css';
import { ChatSkeletons } from './ChatSkeletons.tsx';
import { strings } from './strings.ts';
import type { ChatListState } from './useChatListState.ts';

interface ChatListPaneProps {
  list: Omit<ListResult<unknown>, 'data'>;
  /** How many chats are shown. */
  count: number;
  state: ChatListState;
  /** What the list says where a filter leaves no chats; absent: no filter is chosen. */
  emptyFilter?: string | undefined;
  filters?: ReactNode;
  /** The chats. */
  children: ReactNode;
}

/** Search above, links below; only the links scroll. */
export function ChatListPane(props: ChatListPaneProps) {
  const { list, count, state, emptyFilter, filters } = props;
  const t = useStrings(strings);
  const isSearching = state.query.trim() !== '';
  const isEmpty = count === 0 && !list.isPending && !list.hasNextPage;
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- its links have these keys
    <div className={styles['column']} onKeyDown={handleArrowKeys}>
      <Toolbar state={state} />
      {filters}
      <div className={styles['announcement']} aria-live="polite">
        {isSearching && !list.isPending ? t.found(count) : ''}
      </div>
      <Problems list={list} failure={state.failure} />
      <div className={styles['notice']} aria-live="polite">
        {state.notice}
      </div>
      {state.slots.top}
      <nav className={styles['nav']} aria-label={t.chats} aria-busy={list.isPending}>
        {list.isPending ? <ChatSkeletons /> : props.children}
        <LoadMore {...list} hasFailed={list.error !== null} />
      </nav>
      {isEmpty && (list.isCopy || !list.error) ? (
        <EmptyList
          isSearch={isSearching}
          emptyFilter={emptyFilter}
          emptyState={state.slots.emptyState}
        />
      ) : null}
      {state.detailsId === null ? null : (
        <GroupDetailsDialog
          chatId={state.detailsId}
          userId={state.user.id}
          onClose={() => {
            state.setDetailsId(null);
          }}
        />
      )}
    </div>
  );
}

/** Why the list is old or absent, and why an action in a chat's menu failed. */
function Problems({ list, failure }: Pick<ChatListPaneProps, 'list'> & { failure: unknown }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  return (
    <>
      {failure === null ? null : (
        <div className={styles['error']}>
          <ErrorMessage>{errorMessage(failure, t.codes)}</ErrorMessage>
        </div>
      )}
      {list.isCopy ? (
        <div className={styles['error']}>
          <CopyNote onRetry={list.refetch} />
        </div>
      ) : list.error ? (
        <div className={styles['error']}>
          <ErrorMessage onRetry={list.refetch}>{t.notLoaded}</ErrorMessage>
        </div>
      ) : null}
    </>
  );
}

function Toolbar({ state }: { state: ChatListState }) {
  const t = useStrings(strings);
  const search = useSearchPanel();
  const { newChats } = useChatPolicy();
  const [first, ...others] = newChats(state.user.role);
  return (
    <div className={styles['toolbar']}>
      <div className={styles['search']}>
        <SearchField label={t.search} value={state.query} onChange={state.onQuery} />
      </div>
      <IconButton label={t.searchMessages} onClick={search.open}>
        <TextSearch size={20} aria-hidden="true" />
      </IconButton>
      {first === undefined ? null : <NewChat kinds={[first, ...others]} />}
      {state.slots.actions}
    </div>
  );
}

interface EmptyListProps {
  isSearch: boolean;
  emptyFilter: string | undefined;
  emptyState: ReactNode;
}

function EmptyList({ isSearch, emptyFilter, emptyState }: EmptyListProps) {
  const t = useStrings(strings);
  const icon = <MessagesSquare size={28} />;
  return (
    <div className={styles['empty']}>
      {isSearch ? (
        <EmptyState icon={<Search size={28} />} title={t.nothingFound}>
          {t.nothingFoundHint}
        </EmptyState>
      ) : emptyFilter === undefined ? (
        (emptyState ?? <EmptyState icon={icon} title={t.empty} />)
      ) : (
        <EmptyState icon={icon} title={emptyFilter} />
      )}
    </div>
  );
}
