import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';

import { asVestnikError, type Page, type PageQuery } from '../../../index.ts';
import { useAccount } from '../../../react/context.ts';
import type { ListView } from '../../../react/useList.ts';

const PAGE = 100;

/** A paged list that is asked for, not followed. */
export function usePages<Item>(
  key: QueryKey,
  read: (query: PageQuery) => Promise<Page<Item>>,
): ListView<Item> {
  const account = useAccount();
  const query = useInfiniteQuery({
    queryKey: [...key, account?.user.id],
    queryFn: ({ pageParam }) => read({ cursor: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    enabled: account !== null,
  });
  const items = useMemo(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data?.pages],
  );
  return {
    items,
    isLoading: query.isPending,
    isCopy: false,
    error: query.error === null ? null : asVestnikError(query.error),
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    fetchMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}
