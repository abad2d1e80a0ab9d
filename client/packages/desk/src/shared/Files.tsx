import { useStrings } from '@vestnik/ui/i18n';
import { Paperclip } from 'lucide-react';

import styles from './Files.module.css';
import { strings } from './strings.ts';

/** The names of a message's files; null stands for a file that was removed. */
export function Files({ names }: { names: readonly (string | null)[] }) {
  const t = useStrings(strings);
  if (names.length === 0) return null;
  return (
    <ul className={styles['files']}>
      {names.map((name, index) => (
        // Names may repeat, and the order does not change.
        <li key={index} className={styles['file']}>
          <Paperclip size={14} aria-hidden="true" />
          {name ?? <em>{t.removedFile}</em>}
        </li>
      ))}
    </ul>
  );
}
