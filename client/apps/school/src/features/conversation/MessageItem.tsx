import type { Message } from '@vestnik/sdk';
import { useUser } from '@vestnik/sdk/react';
import { IconButton } from '@vestnik/ui';
import { FailureNote, MessageBubble } from '@vestnik/kit/message';
import { useText } from '@vestnik/ui/i18n';
import { Trash2 } from 'lucide-react';
import { memo } from 'react';

import { bubbleSide, canDelete, memberName, type ConversationView } from './conversationView.ts';
import { toErrorReason } from './errorReason.ts';
import styles from './MessageItem.module.css';
import type { MessageRow, PendingRow } from './rows.ts';
import { strings } from './strings.ts';

/** What the reader may do to a message. The functions stay the same between renders. */
export interface MessageActions {
  readonly openMenu: (message: Message) => void;
  readonly askToDelete: (message: Message) => void;
  readonly retry: (clientId: string) => void;
  readonly discard: (clientId: string) => void;
}

interface MessageItemProps {
  row: MessageRow | PendingRow;
  view: ConversationView;
  actions: MessageActions;
}

export const MessageItem = memo(function MessageItem({ row, view, actions }: MessageItemProps) {
  const t = useText(strings);
  const isPending = row.kind === 'pending';
  const authorId = isPending ? view.ownId : row.message.author_id;
  const isOwn = authorId !== null && authorId === view.ownId;
  const author = useAuthorName(view, authorId);
  const isNameShown = !isPending && !isOwn && row.startsGroup;
  const isRead = !isPending && row.message.id <= view.readUpTo;
  const isDeletable = !isPending && canDelete(view, row.message);
  return (
    <MessageBubble
      author={author}
      shownName={isNameShown && (view.isGroup || view.ownId === null) ? author : null}
      content={isPending ? row.pending.text : row.message.text}
      createdAt={isPending ? row.pending.createdAt : row.message.created_at}
      side={bubbleSide(view, authorId)}
      isOwn={isOwn}
      isDeleted={!isPending && row.message.deleted_at !== null}
      isEdited={!isPending && row.message.edited_at !== null}
      endsGroup={row.endsGroup}
      delivery={isPending ? row.pending.state : isOwn ? (isRead ? 'read' : 'sent') : null}
      isRoving
      onMenu={
        isDeletable
          ? () => {
              actions.openMenu(row.message);
            }
          : undefined
      }
      action={
        isDeletable ? (
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
            reason={row.pending.error && t.reasons[toErrorReason(row.pending.error)]}
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

/** The name of an author, who may have left the chat. */
function useAuthorName(view: ConversationView, authorId: number | null): string {
  const t = useText(strings);
  const isOwn = authorId !== null && authorId === view.ownId;
  const member = memberName(view, authorId);
  const looked = useUser(isOwn || member !== null ? null : authorId);
  if (isOwn) return t.you;
  return member ?? (looked?.name.trim() || view.deletedUserName);
}
