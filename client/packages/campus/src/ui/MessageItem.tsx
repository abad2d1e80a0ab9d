import { IconButton } from '@vestnik/ui';
import { MessageBubble } from '@vestnik/kit/message';
import { useText } from '@vestnik/ui/i18n';
import { EllipsisVertical } from 'lucide-react';
import { memo } from 'react';

import { useCoarsePointer } from '../lib/useCoarsePointer.ts';
import type { Message } from '../model/types/chat.ts';
import type { Cast } from './cast.ts';
import { choicesOf, type MessageActions } from './choices.ts';
import styles from './MessageItem.module.css';
import { messages } from './messages.ts';
import type { Row } from './rows.ts';

interface MessageItemProps {
  row: Extract<Row, { kind: 'message' }>;
  cast: Cast;
  /** What it answers, if that is here. */
  answered: Message | undefined;
  /** Another has read it. */
  isRead: boolean;
  actions: MessageActions;
  /** Shows them all, where there is one button for them. */
  onMore: (message: Message) => void;
}

export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { row, cast, answered, isRead, actions, onMore } = props;
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
      action={<Actions message={message} cast={cast} actions={actions} onMore={onMore} />}
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

interface ActionsProps extends Pick<MessageItemProps, 'cast' | 'actions' | 'onMore'> {
  message: Message;
}

/** Beside the bubble; for a finger one button, behind which they are. */
function Actions({ message, cast, actions, onMore }: ActionsProps) {
  const t = useText(messages);
  const isTouch = useCoarsePointer();
  if (isTouch) {
    return (
      <IconButton
        className={styles['more']}
        label={t.actions}
        onClick={() => {
          onMore(message);
        }}
      >
        <EllipsisVertical size={18} aria-hidden="true" />
      </IconButton>
    );
  }
  return (
    <div className={styles['actions']} role="group" aria-label={t.actions}>
      {choicesOf(message, cast).map(({ name, Icon }) => (
        <IconButton
          key={name}
          label={t[name]}
          onClick={() => {
            actions[name](message);
          }}
        >
          <Icon size={16} aria-hidden="true" />
        </IconButton>
      ))}
    </div>
  );
}
