import { Avatar, Badge, classes } from '@vestnik/ui';
import { TypingLine } from '@vestnik/ui/chat';
import { usePersonName, useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { memo, useId } from 'react';

import { useTypists } from '../lib/usePending.ts';
import { activityOf, titleOf } from '../model/services/conversations.ts';
import type { Conversation } from '../model/types/chat.ts';
import styles from './ConversationButton.module.css';
import { hueOf } from './hue.ts';
import { messages } from './messages.ts';

interface ConversationButtonProps {
  conversation: Conversation;
  userId: number | null;
  isSelected: boolean;
  onSelect: (id: string) => void;
}

/** One conversation of the list. Its title names the button; all else describes it. */
export const ConversationButton = memo(function ConversationButton({
  conversation,
  userId,
  isSelected,
  onSelect,
}: ConversationButtonProps) {
  const t = useText(messages);
  const personName = usePersonName();
  const { shortMoment, fullMoment } = useTimeFormat();
  const isTyping = useTypists(conversation.id).length > 0;
  const id = useId();
  const unread = conversation.unread_count;
  const title = titleOf(conversation, userId, personName);
  const at = activityOf(conversation);
  return (
    <li>
      <button
        type="button"
        className={classes(styles['button'], isSelected && styles['selected'])}
        data-conversation={conversation.id}
        aria-current={isSelected || undefined}
        aria-label={title}
        aria-describedby={`${id}last ${id}at ${id}unread`}
        onClick={() => {
          onSelect(conversation.id);
        }}
      >
        <Avatar id={hueOf(conversation, userId)} name={title} />
        <span className={styles['title']}>{title}</span>
        <time className={styles['at']} id={`${id}at`} dateTime={at} title={fullMoment(at)}>
          {shortMoment(at)}
        </time>
        <span className={styles['last']} id={`${id}last`}>
          {isTyping ? (
            <TypingLine names={[]} />
          ) : (
            <Last conversation={conversation} userId={userId} />
          )}
        </span>
        <span id={`${id}unread`}>
          {unread > 0 ? (
            <Badge role="img" aria-label={t.unread(unread)}>
              {unread > 99 ? '99+' : unread}
            </Badge>
          ) : null}
        </span>
      </button>
    </li>
  );
});

function Last({ conversation, userId }: { conversation: Conversation; userId: number | null }) {
  const t = useText(messages);
  const personName = usePersonName();
  const { last_message: last, participants, type } = conversation;
  if (last === null) return t.noMessages;
  const sender = participants.find(({ user_id }) => user_id === last.sender_id);
  const isOwn = last.sender_id === userId;
  const author = isOwn ? t.you : type === 'group' ? personName(sender?.name) : null;
  const text = (last.text ?? t.deletedMessage).replaceAll(/\s+/gu, ' ');
  return (
    <>
      {author === null ? null : <span className={styles['author']}>{author}: </span>}
      {text}
    </>
  );
}
