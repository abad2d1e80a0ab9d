import { useTimeFormat } from '@vestnik/ui/format';

import { useStrings } from '../strings.ts';
import styles from './Divider.module.css';

export interface DayDividerProps {
  date: string;
  /** Makes it a button, which leads to other days. */
  onChoose?: ((date: string) => void) | undefined;
}

/** The day of the messages below. */
export function DayDivider({ date, onChoose }: DayDividerProps) {
  const t = useStrings();
  const { day, dayKey } = useTimeFormat();
  const time = <time dateTime={dayKey(date)}>{day(date)}</time>;
  if (!onChoose) return <p className={styles['day']}>{time}</p>;
  return (
    <p className={styles['day']}>
      <button
        type="button"
        className={styles['choose']}
        aria-label={`${day(date)}. ${t.jumpToDate}`}
        title={t.jumpToDate}
        // The log is one tab stop; the header has the same for the keyboard.
        tabIndex={-1}
        onClick={() => {
          onChoose(date);
        }}
      >
        {time}
      </button>
    </p>
  );
}
