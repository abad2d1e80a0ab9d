import { sentence, useTimeFormat } from '@vestnik/ui/format';

import { useMessageStrings } from '../strings.ts';
import styles from './Divider.module.css';

export interface DayDividerProps {
  date: string;
  /** Makes it a button, which leads to other days. */
  onChoose?: ((date: string) => void) | undefined;
}

/** The day of the messages below. */
export function DayDivider({ date, onChoose }: DayDividerProps) {
  const t = useMessageStrings();
  const { relativeDay, dayKey } = useTimeFormat();
  const label = <time dateTime={dayKey(date)}>{relativeDay(date)}</time>;
  if (!onChoose) return <p className={styles['day']}>{label}</p>;
  return (
    <p className={styles['day']}>
      <button
        type="button"
        className={styles['choose']}
        aria-label={`${sentence(relativeDay(date))} ${t.jumpToDate}`}
        title={t.jumpToDate}
        // The log is one tab stop; the header has the same for the keyboard.
        tabIndex={-1}
        onClick={() => {
          onChoose(date);
        }}
      >
        {label}
      </button>
    </p>
  );
}
