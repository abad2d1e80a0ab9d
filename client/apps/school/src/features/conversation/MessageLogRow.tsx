import { useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';

import type { ConversationView } from './conversationView.ts';
import styles from './MessageLogRow.module.css';
import { MessageItem, type MessageActions } from './MessageItem.tsx';
import { strings } from './strings.ts';
import type { Row } from './rows.ts';

interface MessageLogRowProps {
  row: Row;
  view: ConversationView;
  actions: MessageActions;
  /** It was jumped to. */
  isTarget: boolean;
}

export function MessageLogRow({ row, view, actions, isTarget }: MessageLogRowProps) {
  switch (row.kind) {
    case 'day':
      return <DaySeparator at={row.at} />;
    case 'unread':
      return <UnreadDivider />;
    case 'message':
    case 'pending':
      return <MessageItem row={row} view={view} actions={actions} isTarget={isTarget} />;
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
  const t = useText(strings);
  return <p className={styles['unread']}>{t.newMessages}</p>;
}
