import { useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';

import type { Cast } from './cast.ts';
import styles from './LogRow.module.css';
import { MessageItem, type MessageActions } from './MessageItem.tsx';
import { messages } from './messages.ts';
import type { Row } from './rows.ts';

interface LogRowProps {
  row: Row;
  cast: Cast;
  actions: MessageActions;
}

export function LogRow({ row, cast, actions }: LogRowProps) {
  switch (row.kind) {
    case 'day':
      return <DaySeparator at={row.at} />;
    case 'unread':
      return <UnreadDivider />;
    case 'message':
    case 'pending':
      return <MessageItem row={row} cast={cast} actions={actions} />;
  }
}

function DaySeparator({ at }: { at: string }) {
  const { day } = useTimeFormat();
  return (
    <p className={styles['day']}>
      <time dateTime={at}>{day(at)}</time>
    </p>
  );
}

function UnreadDivider() {
  const t = useText(messages);
  return <p className={styles['unread']}>{t.newMessages}</p>;
}
