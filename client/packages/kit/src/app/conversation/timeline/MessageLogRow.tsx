import { DayDivider, UnreadDivider } from '../../../message/index.ts';
import type { ConversationView } from '../conversationView.ts';
import { MessageItemContainer, type MessageActions } from '../messages/MessageItemContainer.tsx';
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
      return <DayDivider date={row.at} onChoose={actions.onDate} />;
    case 'unread':
      return <UnreadDivider />;
    case 'message':
    case 'pending':
      return <MessageItemContainer row={row} view={view} actions={actions} isTarget={isTarget} />;
  }
}
