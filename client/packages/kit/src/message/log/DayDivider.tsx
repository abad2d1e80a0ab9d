import { useTimeFormat } from '@vestnik/ui/format';

import styles from './Divider.module.css';

/** The day of the messages below. */
export function DayDivider({ date }: { date: string }) {
  const { day, dayKey } = useTimeFormat();
  return (
    <p className={styles['day']}>
      <time dateTime={dayKey(date)}>{day(date)}</time>
    </p>
  );
}
