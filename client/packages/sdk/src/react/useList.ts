import { useCallback, useEffect, useMemo } from 'react';

import type { LiveList, VestnikError } from '../index.ts';
import { emptyList, type Listed, type ListState } from '../sync/state/list.ts';
import { useStore } from './useStore.ts';

/** A list as a component shows it. */
export interface ListView<Item> {
  readonly items: readonly Item[];
  /** The first page is not here yet. */
  readonly isLoading: boolean;
  /** Shown from what this browser kept, since the server cannot be asked. */
  readonly isCopy: boolean;
  readonly error: VestnikError | null;
  readonly hasMore: boolean;
  readonly isFetchingMore: boolean;
  readonly fetchMore: () => void;
  readonly refetch: () => void;
}

const NOTHING = emptyList<never>();

/** A live list, read when it is first shown. */
export function useList<Item extends Listed>(list: LiveList<Item> | null): ListView<Item> {
  const state = useStore<ListState<Item>>(list?.state, NOTHING);
  useEffect(() => {
    list?.ensure();
  }, [list]);
  const items = useMemo(() => state.entries.map(({ item }) => item), [state.entries]);
  const fetchMore = useCallback(() => void list?.fetchMore(), [list]);
  const refetch = useCallback(() => void list?.refresh(), [list]);
  return {
    items,
    isLoading: !state.isLoaded && !state.isCopy && state.error === null,
    isCopy: state.isCopy,
    error: state.error,
    hasMore: state.nextCursor !== null,
    isFetchingMore: state.isFetchingMore,
    fetchMore,
    refetch,
  };
}
