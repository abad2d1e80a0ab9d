import { keepPreviousData, useQuery } from '@tanstack/react-query';

import type { FetchResult, ListResult } from '../../react/result.ts';
import { useQueryFetchResult } from '../../react/tanstack.ts';
import { usePagedQuery } from '../../react/usePagedQuery.ts';
import type { Statistics, StatisticsQuery, UnansweredChat } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Milliseconds between two looks for chats without an answer. */
const REFETCH_INTERVAL_MS = 15_000;

/** Private chats whose newest message has no answer, the longest wait first. */
export function useUnanswered(): ListResult<UnansweredChat> {
  const api = useDeskApi();
  const key = useDeskKey();
  return usePagedQuery([...key, 'unanswered'], (query) => api.unanswered(query), {
    refetchInterval: REFETCH_INTERVAL_MS,
  });
}

/** Messages and response times by day. Those of other days stay while new ones are loaded. */
export function useStatistics({ from, to, time_zone }: StatisticsQuery): FetchResult<Statistics> {
  const api = useDeskApi();
  const key = useDeskKey();
  return useQueryFetchResult(
    useQuery({
      queryKey: [...key, 'statistics', from, to, time_zone],
      queryFn: () => api.statistics({ from, to, time_zone }),
      placeholderData: keepPreviousData,
    }),
  );
}
