import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';

import { toVestnikError, type Page, type PageQuery } from '../index.ts';
import { useChatClient } from './context.ts';
import type { ListView } from './useChats.ts';

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
): ListView<Item> {
  const chatClient = useChatClient();
  const query = useInfiniteQuery({
    queryKey: [...key, chatClient?.user.id],
    queryFn: ({ pageParam }) => read({ cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    enabled: chatClient !== null,
    ...options,
  });
  const items = useMemo(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data?.pages],
  );
  return {
    items,
    isLoading: query.isPending,
    isCopy: false,
    error: query.error === null ? null : toVestnikError(query.error),
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    fetchMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}
