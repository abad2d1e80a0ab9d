import type { ScheduledEntry } from '@vestnik/sdk';
import { Button } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { CalendarClock, CircleAlert } from 'lucide-react';
import { useId } from 'react';

import styles from './Scheduled.module.css';
import { strings } from './strings.ts';
import { useMoment } from './useMoment.ts';
import { useReasons } from './useReasons.ts';

interface ScheduledItemProps {
  entry: ScheduledEntry;
  /** The user may write in the chat. */
  canSend: boolean;
  /** It is about to be sent. */
  isSending: boolean;
  onSendNow: () => void;
  onChange: () => void;
  onDelete: () => void;
}

/** One message that waits for its time or was refused then. */
export function ScheduledItem(props: ScheduledItemProps) {
  const { entry, canSend, isSending, onSendNow, onChange, onDelete } = props;
  const t = useStrings(strings);
  const id = useId();
  return (
    <li className={styles['item']}>
      <div id={id}>
        <When entry={entry} />
        {entry.reply_to && entry.reply_to.excerpt !== '' ? (
          <p className={styles['hint']}>{t.replyTo(entry.reply_to.excerpt)}</p>
        ) : null}
        {entry.text === '' ? null : (
          <p className={styles['text']} dir="auto">
            {entry.text}
          </p>
        )}
        {entry.attachments.length > 0 ? (
          <p className={styles['hint']}>
            {t.files(entry.attachments.map(({ name }) => name).join(', '))}
          </p>
        ) : null}
      </div>
      <div className={styles['actions']}>
        {canSend ? (
          <>
            <Button isPending={isSending} aria-describedby={id} onClick={onSendNow}>
              {t.sendNow}
            </Button>
            <Button aria-describedby={id} onClick={onChange}>
              {t.change}
            </Button>
          </>
        ) : null}
        <Button aria-describedby={id} onClick={onDelete}>
          {t.delete}
        </Button>
      </div>
    </li>
  );
}

function When({ entry: { send_at, state, code } }: { entry: ScheduledEntry }) {
  const t = useStrings(strings);
  const { fullDateTime } = useTimeFormat();
  const moment = useMoment();
  const reasons = useReasons();
  const hasFailed = state === 'failed';
  const Icon = hasFailed ? CircleAlert : CalendarClock;
  return (
    <>
      <p className={styles['when']}>
        <Icon size={16} aria-hidden="true" />
        <time dateTime={send_at} title={fullDateTime(send_at)}>
          {moment(send_at)}
        </time>
      </p>
      {hasFailed ? (
        <p className={styles['failure']}>
          {t.notSent} {reasons.ofCode(code)}
        </p>
      ) : null}
    </>
  );
}
