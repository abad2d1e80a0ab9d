import { useCallback, useEffect, useMemo } from 'react';

import type { Page, PageQuery } from '../index.ts';
import { EMPTY_PAGES, PagedQuery, type PagesState } from '../sync/pagedQuery.ts';
import type { ListView } from './useChats.ts';
import { useStore } from './useStore.ts';

/**
 * A paged list that is requested when it is shown and does not follow events. `read` must be
 * memoised: another function is another list. Null: nothing is requested.
 */
export function usePaged<Item>(
  read: ((query: PageQuery) => Promise<Page<Item>>) | null,
): ListView<Item> {
  const query = useMemo(() => (read === null ? null : new PagedQuery(read)), [read]);
  const state = useStore<PagesState<Item>>(query?.state, EMPTY_PAGES);
  useEffect(() => {
    void query?.refetch();
    return () => {
      query?.dispose();
    };
  }, [query]);
  const fetchMore = useCallback(() => void query?.fetchMore(), [query]);
  const refetch = useCallback(() => void query?.refetch(), [query]);
  return {
    items: state.items,
    isLoading: query !== null && !state.isLoaded && state.error === null,
    isCopy: false,
    error: state.error,
    hasMore: state.nextCursor !== null,
    isFetchingMore: state.isFetchingMore,
    fetchMore,
    refetch,
  };
}
