import { useReports, type DeskReport, type ReportState } from '@vestnik/sdk/desk';
import { EmptyState, ErrorMessage, LoadMore, SegmentedControl, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';

import { strings as deskStrings } from '../shared/strings.ts';
import { DecisionDialog, type ConfirmedDecision } from './DecisionDialog.tsx';
import { KeyHints } from './KeyHints.tsx';
import { ReportItem } from './ReportItem.tsx';
import styles from './ReportsView.module.css';
import { strings } from './strings.ts';
import { useQueueKeys } from './useQueueKeys.ts';

/** The queue of reports, and those that were decided. */
export function ReportsView() {
  const t = useStrings(strings);
  const [state, setState] = useState<ReportState>('open');
  return (
    <section className={styles['view']}>
      <div className={styles['choice']}>
        <SegmentedControl
          legend={t.state}
          value={state}
          options={[
            { value: 'open', label: t.open },
            { value: 'closed', label: t.closed },
          ]}
          onChange={setState}
        />
      </div>
      <Reports key={state} state={state} />
    </section>
  );
}

const NO_REPORTS: readonly DeskReport[] = [];

interface Asked {
  readonly report: DeskReport;
  readonly decision: ConfirmedDecision;
}

function Reports({ state }: { state: ReportState }) {
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const { data: reports = NO_REPORTS, isPending, error, refetch, ...more } = useReports(state);
  const [asked, setAsked] = useState<Asked | null>(null);
  const queue = useQueueKeys(reports, state === 'open');
  if (isPending) return <Spinner isCentred label={loading} />;
  const problem = error ? (
    <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
  ) : null;
  return (
    <>
      {problem}
      {reports.length === 0 && problem === null ? <NoReports state={state} /> : null}
      {reports.length > 0 && state === 'open' ? <KeyHints /> : null}
      <ul ref={queue} className={styles['list']} aria-label={t.list}>
        {reports.map((report) => (
          <ReportItem
            key={report.id}
            report={report}
            onAsk={(decision) => {
              setAsked({ report, decision });
            }}
          />
        ))}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
      {asked === null ? null : (
        <DecisionDialog
          {...asked}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

function NoReports({ state }: { state: ReportState }) {
  const t = useStrings(strings);
  return state === 'open' ? (
    <EmptyState icon={<ShieldCheck size={28} />} title={t.none}>
      <p>{t.noneHint}</p>
    </EmptyState>
  ) : (
    <EmptyState icon={<ShieldCheck size={28} />} title={t.noneClosed} />
  );
}
