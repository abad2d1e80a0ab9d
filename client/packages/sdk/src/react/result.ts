import { useMemo } from 'react';

import type { VestnikError } from '../index.ts';

/** What a hook that shows data returns. The words are those of TanStack Query. */
export interface QueryResult<Data> {
  /** Undefined until it is there. It stays when a later request fails. */
  readonly data: Data | undefined;
  readonly error: VestnikError | null;
  readonly status: 'pending' | 'error' | 'success';
  /** There is neither data nor an error yet. */
  readonly isPending: boolean;
}

/** Data that is there from the beginning: events change it, and nothing requests it. */
export interface LiveResult<Data> extends QueryResult<Data> {
  readonly data: Data;
}

/** Data that the server was asked for. */
export interface FetchResult<Data> extends QueryResult<Data> {
  /** Shown from the local copy, since the server cannot be reached. */
  readonly isCopy: boolean;
  readonly refetch: () => void;
}

/** A list that is read by pages: `data` is the items of all that are loaded. */
export interface ListResult<Item> extends FetchResult<readonly Item[]> {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => void;
}

export function queryResult<Data>(
  data: Data | undefined,
  error: VestnikError | null,
): QueryResult<Data> {
  if (error !== null) return { data, error, status: 'error', isPending: false };
  if (data === undefined) return { data, error, status: 'pending', isPending: true };
  return { data, error, status: 'success', isPending: false };
}

/** The same object while the data is the same. */
export function useLiveResult<Data>(data: Data): LiveResult<Data> {
  return useMemo(() => ({ ...queryResult(data, null), data }), [data]);
}

/** The same object while its fields are the same. */
export function useFetchResult<Data>({
  data,
  error,
  isCopy,
  refetch,
}: Omit<FetchResult<Data>, 'status' | 'isPending'>): FetchResult<Data> {
  return useMemo(
    () => ({ ...queryResult(data, error), isCopy, refetch }),
    [data, error, isCopy, refetch],
  );
}

/** The same object while its fields are the same. */
export function useListResult<Item>({
  hasNextPage,
  isFetchingNextPage,
  fetchNextPage,
  ...fields
}: Omit<ListResult<Item>, 'status' | 'isPending'>): ListResult<Item> {
  const result = useFetchResult(fields);
  return useMemo(
    () => ({ ...result, hasNextPage, isFetchingNextPage, fetchNextPage }),
    [result, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
}
