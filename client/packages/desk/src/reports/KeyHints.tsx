import { useStrings } from '@vestnik/ui/i18n';

import styles from './ReportsView.module.css';
import { strings } from './strings.ts';

/** The keys of the queue; a phone has none. */
export function KeyHints() {
  const t = useStrings(strings);
  return (
    <p className={styles['keys']}>
      {t.keys} <kbd>↑</kbd> <kbd>↓</kbd> {t.keyMove}, <kbd>D</kbd> {t.dismiss.toLowerCase()},{' '}
      <kbd>Delete</kbd> {t.deleteMessage.toLowerCase()}, <kbd>B</kbd> {t.ban.toLowerCase()}
    </p>
  );
}
