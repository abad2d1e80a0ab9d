import { VisuallyHidden } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import styles from './LogSkeleton.module.css';
import { strings } from '../strings.ts';

/** Widths of bubbles to come, in per cent; a negative one stands at the end. */
const BUBBLES = [46, 62, -38, 30, -54, -26, 58, 34];

/** The log before its messages are there: grey bubbles where they will stand. */
export function LogSkeleton() {
  const t = useStrings(strings);
  return (
    <div className={styles['room']} aria-busy="true">
      <VisuallyHidden>{t.loading}</VisuallyHidden>
      {BUBBLES.map((width, index) => (
        <div
          key={index}
          className={styles['bubble']}
          data-side={width < 0 ? 'end' : 'start'}
          style={{ width: `${Math.abs(width)}%` }}
        />
      ))}
    </div>
  );
}
