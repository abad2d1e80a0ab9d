import { IconButton } from '@vestnik/ui';
import { MessageBubble } from '@vestnik/ui/chat';
import { useText } from '@vestnik/ui/i18n';
import { Pencil, Reply, Trash2 } from 'lucide-react';
import { memo } from 'react';

import type { Message } from '../model/types/chat.ts';
import type { Cast } from './cast.ts';
import styles from './MessageItem.module.css';
import { messages } from './messages.ts';
import type { Row } from './rows.ts';

/** What the reader may do with a message. The functions stay the same between renders. */
export interface MessageActions {
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  readonly askToDelete: (message: Message) => void;
}

interface MessageItemProps {
  row: Extract<Row, { kind: 'message' }>;
  cast: Cast;
  /** What it answers, if that is here. */
  answered: Message | undefined;
  /** Another has read it. */
  isRead: boolean;
  actions: MessageActions;
}

export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { row, cast, answered, isRead, actions } = props;
  const t = useText(messages);
  const { message, startsGroup, endsGroup } = row;
  const isOwn = message.sender_id !== null && message.sender_id === cast.ownId;
  const author = cast.nameOf(message.sender_id);
  if (message.is_deleted === true) return <p className={styles['gone']}>{t.deletedMessage}</p>;
  return (
    <MessageBubble
      author={author}
      shownName={cast.isGroup && !isOwn && startsGroup ? author : null}
      content={message.text ?? ''}
      createdAt={message.created_at}
      side={isOwn ? 'end' : 'start'}
      isOwn={isOwn}
      isDeleted={false}
      isEdited={message.is_edited}
      endsGroup={endsGroup}
      delivery={isOwn ? (isRead ? 'read' : 'sent') : null}
      quote={message.reply_to === null ? null : <Quote answered={answered} cast={cast} />}
      action={<Actions message={message} isOwn={isOwn} cast={cast} actions={actions} />}
    />
  );
});

function Quote({ answered, cast }: { answered: Message | undefined; cast: Cast }) {
  const t = useText(messages);
  const isGone = answered?.text === null;
  return (
    <blockquote className={styles['quote']} aria-label={t.answered}>
      {answered === undefined || isGone ? null : (
        <span className={styles['quoted']}>{cast.nameOf(answered.sender_id)}</span>
      )}
      <span className={styles['words']}>
        {answered === undefined ? t.answeredFar : (answered.text ?? t.answeredGone)}
      </span>
    </blockquote>
  );
}

interface ActionsProps extends Pick<MessageItemProps, 'cast' | 'actions'> {
  message: Message;
  isOwn: boolean;
}

function Actions({ message, isOwn, cast, actions }: ActionsProps) {
  const t = useText(messages);
  return (
    <div className={styles['actions']} role="group" aria-label={t.actions}>
      <IconButton
        label={t.reply}
        onClick={() => {
          actions.reply(message);
        }}
      >
        <Reply size={16} aria-hidden="true" />
      </IconButton>
      {isOwn ? (
        <IconButton
          label={t.edit}
          onClick={() => {
            actions.edit(message);
          }}
        >
          <Pencil size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
      {isOwn || cast.isCreator ? (
        <IconButton
          label={t.delete}
          onClick={() => {
            actions.askToDelete(message);
          }}
        >
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  );
}
