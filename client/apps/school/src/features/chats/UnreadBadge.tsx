import { Badge, VisuallyHidden } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';

import styles from './ChatListItem.module.css';
import { strings } from './strings.ts';

/** How many messages wait to be read. */
export function UnreadBadge({ count }: { count: number }) {
  const t = useText(strings);
  return (
    <span className={styles['unread']} role="img" aria-label={t.unread(count)}>
      <Badge aria-hidden="true">{count > 999 ? '999+' : count}</Badge>
      <VisuallyHidden>{t.unread(count)}</VisuallyHidden>
    </span>
  );
}
