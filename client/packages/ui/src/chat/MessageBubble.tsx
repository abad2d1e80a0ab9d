import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import type { ReactNode } from 'react';

import { VisuallyHidden, classes } from '../components/index.ts';
import { useTimeFormat } from '../format/index.ts';
import { useText } from '../i18n/index.ts';
import styles from './MessageBubble.module.css';
import { messages } from './messages.ts';
import { MessageText } from './MessageText.tsx';
import { useLongPress } from './useLongPress.ts';

/** What became of a message, as its author sees it. */
export type Delivery = 'pending' | 'failed' | 'sent' | 'read';

interface MessageBubbleProps {
  /** Who wrote it, for a screen reader. */
  author: string;
  /** The same name above the bubble, where two others speak. */
  shownName: string | null;
  content: string;
  createdAt: string;
  side: 'start' | 'end';
  isOwn: boolean;
  /** Marked so, with what is known of its text. */
  isDeleted: boolean;
  isEdited?: boolean;
  endsGroup: boolean;
  /** Null in other people's messages. */
  delivery: Delivery | null;
  /** What it answers. */
  quote?: ReactNode;
  /** A button beside the bubble. */
  action?: ReactNode;
  /** What stands under the bubble. */
  note?: ReactNode;
  /** The log moves the focus among messages: neither they nor their links are tab stops. */
  isRoving?: boolean;
  /** Called by a long press of a finger, and by Enter on the message. */
  onMenu?: (() => void) | undefined;
}

/** One message, on its way or arrived: the same element all along, so that nothing flickers. */
export function MessageBubble({
  author,
  shownName,
  content,
  createdAt,
  side,
  isOwn,
  isDeleted,
  isEdited = false,
  endsGroup,
  delivery,
  quote,
  action,
  note,
  isRoving = false,
  onMenu,
}: MessageBubbleProps) {
  const t = useText(messages);
  const { clock, fullMoment } = useTimeFormat();
  const longPress = useLongPress(onMenu);
  return (
    // Its own controls are inside; Enter on it is a short cut to them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={classes(styles['message'], endsGroup && styles['endsGroup'])}
      aria-label={`${author}, ${clock(createdAt)}`}
      data-side={side}
      tabIndex={isRoving ? -1 : undefined}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget || !onMenu) return;
        event.preventDefault();
        onMenu();
      }}
    >
      {shownName === null ? null : (
        <p className={styles['name']} aria-hidden="true">
          {shownName}
        </p>
      )}
      <div className={styles['line']}>
        <div
          className={classes(
            styles['bubble'],
            isOwn && styles['own'],
            isDeleted && styles['isDeleted'],
            delivery === 'failed' && styles['failed'],
            onMenu && styles['hasMenu'],
          )}
          {...longPress}
        >
          {isDeleted ? <span className={styles['deletedMark']}>{t.deleted}</span> : null}
          {quote}
          <MessageText content={content} linkTabIndex={isRoving ? -1 : undefined} />
          <span className={styles['meta']}>
            {isEdited ? <span>{t.edited}</span> : null}
            <time dateTime={createdAt} title={fullMoment(createdAt)} aria-hidden="true">
              {clock(createdAt)}
            </time>
            {delivery === null ? null : <DeliveryMark delivery={delivery} />}
          </span>
        </div>
        {action}
      </div>
      {note}
    </article>
  );
}

const marks = {
  pending: { Icon: Clock3, word: 'sending' },
  failed: { Icon: CircleAlert, word: 'notSent' },
  sent: { Icon: Check, word: 'sent' },
  read: { Icon: CheckCheck, word: 'read' },
} as const;

function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const t = useText(messages);
  const { Icon, word } = marks[delivery];
  return (
    <span className={styles['delivery']}>
      <Icon size={14} aria-hidden="true" />
      <VisuallyHidden>{t[word]}</VisuallyHidden>
    </span>
  );
}
