import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { toVestnikError, type VestnikError } from '../../index.ts';
import type { ListView } from '../../react/useChats.ts';
import { usePagedQuery } from '../../react/usePagedQuery.ts';
import type { Statistics, StatisticsQuery, UnansweredChat } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Milliseconds between two looks for chats without an answer. */
const REFETCH_INTERVAL_MS = 15_000;

export interface UseUnanswered extends Omit<ListView<UnansweredChat>, 'items'> {
  /** The longest wait first. */
  readonly chats: readonly UnansweredChat[];
}

/** Private chats whose newest message has no answer. */
export function useUnanswered(): UseUnanswered {
  const api = useDeskApi();
  const key = useDeskKey();
  const { items, ...list } = usePagedQuery(
    [...key, 'unanswered'],
    (query) => api.unanswered(query),
    { refetchInterval: REFETCH_INTERVAL_MS },
  );
  return { chats: items, ...list };
}

export interface UseStatistics {
  /** Null until they are loaded. Those of other days stay while new ones are loaded. */
  readonly statistics: Statistics | null;
  readonly error: VestnikError | null;
  readonly refetch: () => void;
}

/** Messages and response times by day. */
export function useStatistics({ from, to, time_zone }: StatisticsQuery): UseStatistics {
  const api = useDeskApi();
  const key = useDeskKey();
  const query = useQuery({
    queryKey: [...key, 'statistics', from, to, time_zone],
    queryFn: () => api.statistics({ from, to, time_zone }),
    placeholderData: keepPreviousData,
  });
  return {
    statistics: query.data ?? null,
    error: query.error === null ? null : toVestnikError(query.error),
    refetch: () => void query.refetch(),
  };
}
