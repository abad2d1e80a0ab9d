import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { ListView } from '../../react/useChats.ts';
import { usePagedQuery } from '../../react/usePagedQuery.ts';
import type { DeskReport, ReportDecision, ReportState } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Milliseconds between two looks for new reports. */
const REFETCH_INTERVAL_MS = 15_000;

export interface UseReports extends Omit<ListView<DeskReport>, 'items'> {
  /** Open ones: the oldest first; closed ones: the latest decision first. */
  readonly reports: readonly DeskReport[];
}

/** Reports of messages: for moderators. */
export function useReports(state: ReportState): UseReports {
  const api = useDeskApi();
  const key = useDeskKey();
  const { items, ...list } = usePagedQuery(
    [...key, 'reports', state],
    (query) => api.reports(state, query),
    { refetchInterval: REFETCH_INTERVAL_MS },
  );
  return { reports: items, ...list };
}

/** Decides on a report. Rejects with a `VestnikError`. */
export function useDecideReport(): (id: number, decision: ReportDecision) => Promise<DeskReport> {
  const api = useDeskApi();
  const key = useDeskKey();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: ({ id, decision }: { id: number; decision: ReportDecision }) =>
      api.decide(id, decision),
    // After a refusal too: somebody else may have decided.
    onSettled: () => queries.invalidateQueries({ queryKey: [...key, 'reports'] }),
  });
  return (id, decision) => mutateAsync({ id, decision });
}
