import { VisuallyHidden } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import styles from './ChatSkeletons.module.css';
import { strings } from './strings.ts';

/** Widths of names to come, in per cent. */
const NAMES = [58, 44, 66, 50, 62, 40, 54];

/** Chats before they are there: as high as they will be. */
export function ChatSkeletons() {
  const t = useStrings(strings);
  return (
    <div className={styles['list']}>
      <VisuallyHidden>{t.loading}</VisuallyHidden>
      {NAMES.map((width, index) => (
        <div key={index} className={styles['chat']} aria-hidden="true">
          <span className={styles['face']} />
          <span className={styles['line']} style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
