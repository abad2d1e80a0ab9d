import { useMessageStrings } from '../strings.ts';
import styles from './Divider.module.css';

/** Above the first message that the reader has not seen. */
export function UnreadDivider() {
  const t = useMessageStrings();
  return <p className={styles['unread']}>{t.unread}</p>;
}
