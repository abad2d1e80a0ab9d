import type { Message } from '@vestnik/sdk';
import { IconButton } from '@vestnik/ui';
import { FailureNote, MessageBubble } from '@vestnik/kit/message';
import { useText } from '@vestnik/ui/i18n';
import { Trash2 } from 'lucide-react';
import { memo } from 'react';

import { nameOf, sideOf, type Cast } from './cast.ts';
import styles from './MessageItem.module.css';
import { messages } from './messages.ts';
import { reasonOf } from './reason.ts';
import type { MessageRow, PendingRow } from './rows.ts';

/** What the reader may do to a message. The functions stay the same between renders. */
export interface MessageActions {
  readonly openMenu: (message: Message) => void;
  readonly askToDelete: (message: Message) => void;
  readonly retry: (clientId: string) => void;
  readonly discard: (clientId: string) => void;
}

interface MessageItemProps {
  row: MessageRow | PendingRow;
  cast: Cast;
  actions: MessageActions;
}

export const MessageItem = memo(function MessageItem({ row, cast, actions }: MessageItemProps) {
  const t = useText(messages);
  const isPending = row.kind === 'pending';
  const senderId = isPending ? cast.ownId : (row.message.sender_id ?? null);
  const isOwn = senderId !== null && senderId === cast.ownId;
  const author = isOwn ? t.you : nameOf(cast, senderId);
  const isWatched = cast.ownId === null;
  const isRead = !isPending && row.message.id <= cast.readUpTo;
  return (
    <MessageBubble
      author={author}
      shownName={isWatched && !isPending && row.startsGroup ? author : null}
      content={isPending ? row.pending.content : row.message.content}
      createdAt={isPending ? row.pending.createdAt : row.message.created_at}
      side={sideOf(cast, senderId)}
      isOwn={isOwn}
      isDeleted={!isPending && row.message.is_deleted}
      endsGroup={row.endsGroup}
      delivery={isPending ? row.pending.state : isOwn ? (isRead ? 'read' : 'sent') : null}
      isRoving
      onMenu={
        isOwn && !isPending
          ? () => {
              actions.openMenu(row.message);
            }
          : undefined
      }
      action={
        isOwn && !isPending ? (
          <IconButton
            className={styles['delete']}
            label={t.deleteMessage}
            tabIndex={-1}
            onClick={() => {
              actions.askToDelete(row.message);
            }}
          >
            <Trash2 size={16} aria-hidden="true" />
          </IconButton>
        ) : null
      }
      note={
        isPending && row.pending.state === 'failed' ? (
          <FailureNote
            reason={row.pending.error && t.reasons[reasonOf(row.pending.error)]}
            onRetry={() => {
              actions.retry(row.pending.clientId);
            }}
            onDiscard={() => {
              actions.discard(row.pending.clientId);
            }}
          />
        ) : null
      }
    />
  );
});
