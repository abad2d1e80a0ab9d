import { VisuallyHidden } from '@vestnik/ui';
import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';

import styles from './MessageBubble.module.css';
import { useMessageStrings } from './strings.ts';

/** What became of a message, as its author sees it. */
export type Delivery = 'pending' | 'failed' | 'sent' | 'read';

const MARKS = {
  pending: { Icon: Clock3, word: 'sending' },
  failed: { Icon: CircleAlert, word: 'notSent' },
  sent: { Icon: Check, word: 'sent' },
  read: { Icon: CheckCheck, word: 'read' },
} as const;

export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const t = useMessageStrings();
  const { Icon, word } = MARKS[delivery];
  return (
    <span className={styles['delivery']} data-delivery={delivery}>
      <Icon size={14} aria-hidden="true" />
      <VisuallyHidden>{t[word]}</VisuallyHidden>
    </span>
  );
}
