import { useCallback, useEffect, useMemo } from 'react';

import type { Page, PageQuery } from '../index.ts';
import { EMPTY_PAGES, PagedQuery, type PagesState } from '../sync/pagedQuery.ts';
import { useListResult, type ListResult } from './result.ts';
import { useStore } from './useStore.ts';

/**
 * A paged list that is requested when it is shown and does not follow events. `read` must be
 * memoised: another function is another list. Null: nothing is requested, and the list is empty.
 */
export function usePaged<Item>(
  read: ((query: PageQuery) => Promise<Page<Item>>) | null,
): ListResult<Item> {
  const query = useMemo(() => (read === null ? null : new PagedQuery(read)), [read]);
  const state = useStore<PagesState<Item>>(query?.state, EMPTY_PAGES);
  useEffect(() => {
    void query?.refetch();
    return () => {
      query?.dispose();
    };
  }, [query]);
  const fetchNextPage = useCallback(() => void query?.fetchMore(), [query]);
  const refetch = useCallback(() => void query?.refetch(), [query]);
  return useListResult({
    data: state.isLoaded || query === null ? state.items : undefined,
    isCopy: false,
    error: state.error,
    hasNextPage: state.nextCursor !== null,
    isFetchingNextPage: state.isFetchingMore,
    fetchNextPage,
    refetch,
  });
}
