import { useStatistics, type Statistics } from '@vestnik/sdk/desk';
import { ErrorMessage, SegmentedControl, Spinner } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useState } from 'react';

import { BarChart, type Bar } from '../charts/BarChart.tsx';
import { useDurationText } from '../shared/durations.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import { daysUntil, PERIODS, type Period } from './period.ts';
import styles from './StatisticsView.module.css';
import { strings } from './strings.ts';

/** Messages and response times by day. */
export function StatisticsView() {
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const [period, setPeriod] = useState<Period>(30);
  const [now] = useState(() => new Date());
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const {
    data: statistics,
    error,
    refetch,
  } = useStatistics({ ...daysUntil(now, period), time_zone });
  const labels: Record<Period, string> = { 7: t.week, 30: t.month, 90: t.quarter };
  return (
    <section className={styles['view']}>
      <div className={styles['choice']}>
        <SegmentedControl
          legend={t.period}
          value={String(period)}
          options={PERIODS.map((days) => ({ value: String(days), label: labels[days] }))}
          onChange={(value) => {
            setPeriod(PERIODS.find((days) => String(days) === value) ?? period);
          }}
        />
      </div>
      {error ? <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage> : null}
      {statistics === undefined ? (
        error ? null : (
          <Spinner isCentred label={loading} />
        )
      ) : (
        <>
          <Totals totals={statistics.totals} />
          <Charts statistics={statistics} />
        </>
      )}
    </section>
  );
}

function Totals({ totals }: { totals: Statistics['totals'] }) {
  const t = useStrings(strings);
  const { language } = useLanguage();
  const durationText = useDurationText();
  const number = (value: number) => value.toLocaleString(language);
  const duration = (seconds: number | null) => (seconds === null ? t.dash : durationText(seconds));
  const facts: readonly [string, string][] = [
    [t.messages, number(totals.messages)],
    [t.activeChats, number(totals.active_chats)],
    [t.answers, number(totals.answers)],
    [t.median, duration(totals.response_median_seconds)],
    [t.p90, duration(totals.response_p90_seconds)],
    [t.unanswered, number(totals.unanswered)],
  ];
  return (
    <dl className={styles['totals']} aria-label={t.totals}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles['total']}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Charts({ statistics: { days, totals, computed_at } }: { statistics: Statistics }) {
  const t = useStrings(strings);
  const { language } = useLanguage();
  const durationText = useDurationText();
  const { fullDateTime } = useTimeFormat();
  const barsOf = useBars(days);
  const number = (value: number) => value.toLocaleString(language);
  const most = Math.max(0, ...days.map(({ messages }) => messages));
  const median = totals.response_median_seconds;
  const p90 = totals.response_p90_seconds;
  return (
    <div className={styles['charts']}>
      <BarChart
        title={t.byDay}
        summary={t.byDaySummary(number(totals.messages), number(most))}
        bars={barsOf(({ messages }) => messages)}
        columns={[t.day, t.messages]}
        valueText={number}
      />
      <BarChart
        title={t.responses}
        summary={median === null ? t.noResponses : t.responsesSummary(durationText(median))}
        bars={barsOf((day) => day.response_median_seconds)}
        columns={[t.day, t.time]}
        unit="seconds"
        valueText={durationText}
      />
      <BarChart
        title={t.slow}
        summary={p90 === null ? t.noResponses : t.slowSummary(durationText(p90))}
        bars={barsOf((day) => day.response_p90_seconds)}
        columns={[t.day, t.time]}
        unit="seconds"
        valueText={durationText}
      />
      <p className={styles['muted']}>{t.computed(fullDateTime(computed_at))}</p>
    </div>
  );
}

type Day = Statistics['days'][number];

/** Bars of the days, by one of their values. */
function useBars(days: readonly Day[]): (value: (day: Day) => number | null) => readonly Bar[] {
  const { language } = useLanguage();
  const locale = language === 'ru' ? 'ru' : 'en-GB';
  // The days are calendar days without a time: their zone must not move them.
  const short = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const long = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return (value) =>
    days.map((day) => {
      const date = new Date(`${day.day}T00:00:00Z`);
      return {
        key: day.day,
        label: short.format(date),
        name: long.format(date),
        value: value(day),
      };
    });
}
