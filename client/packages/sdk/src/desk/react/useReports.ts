import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { ListResult } from '../../react/result.ts';
import { useQueryMutationResult } from '../../react/tanstack.ts';
import type { MutationResult } from '../../react/useMutationResult.ts';
import { usePagedQuery } from '../../react/usePagedQuery.ts';
import type { DeskReport, ReportDecision, ReportState } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Milliseconds between two looks for new reports. */
const REFETCH_INTERVAL_MS = 15_000;

/**
 * Reports of messages: for moderators. Open ones: the oldest first; closed ones: the latest decision
 * first.
 */
export function useReports(state: ReportState): ListResult<DeskReport> {
  const api = useDeskApi();
  const key = useDeskKey();
  return usePagedQuery([...key, 'reports', state], (query) => api.reports(state, query), {
    refetchInterval: REFETCH_INTERVAL_MS,
  });
}

export interface DecisionOnReport {
  readonly id: number;
  readonly decision: ReportDecision;
}

/** Decides on a report. */
export function useDecideReport(): MutationResult<DecisionOnReport, DeskReport> {
  const api = useDeskApi();
  const key = useDeskKey();
  const queries = useQueryClient();
  return useQueryMutationResult(
    useMutation({
      mutationFn: ({ id, decision }: DecisionOnReport) => api.decide(id, decision),
      // After a refusal too: another moderator may have decided.
      onSettled: () => queries.invalidateQueries({ queryKey: [...key, 'reports'] }),
    }),
  );
}
