import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import type { Page, PageQuery } from '../index.ts';
import { useChatClient } from './context.ts';
import { useListResult, type ListResult } from './result.ts';
import { useVestnikError } from './tanstack.ts';

const PAGE_SIZE = 100;

export interface PagedQueryOptions {
  /** Milliseconds after which the list is fetched again; absent: only when it is invalidated. */
  readonly refetchInterval?: number;
}

/** A paged list that TanStack Query fetches; it does not follow events. */
export function usePagedQuery<Item>(
  key: QueryKey,
  read: (query: PageQuery) => Promise<Page<Item>>,
  options: PagedQueryOptions = {},
): ListResult<Item> {
  const chatClient = useChatClient();
  const query = useInfiniteQuery({
    queryKey: [...key, chatClient?.user.id],
    queryFn: ({ pageParam }) => read({ cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    enabled: chatClient !== null,
    ...options,
  });
  const pages = query.data?.pages;
  const data = useMemo(() => pages?.flatMap((page) => page.items), [pages]);
  const fetchNext = query.fetchNextPage;
  const fetchAgain = query.refetch;
  const fetchNextPage = useCallback(() => void fetchNext(), [fetchNext]);
  const refetch = useCallback(() => void fetchAgain(), [fetchAgain]);
  return useListResult({
    data,
    isCopy: false,
    error: useVestnikError(query.error),
    hasNextPage: query.hasNextPage,
    isFetchingNextPage: query.isFetchingNextPage,
    fetchNextPage,
    refetch,
  });
}
