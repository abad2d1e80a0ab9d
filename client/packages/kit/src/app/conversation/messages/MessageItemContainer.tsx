import type { Message } from '@vestnik/sdk';
import {
  FailureNote,
  MessageBubble,
  MessageItem,
  type MessageItemCallbacks,
} from '../../../message/index.ts';
import { useStrings } from '@vestnik/ui/i18n';
import { memo, useContext } from 'react';

import { useConversationSlots } from '../../slots/index.ts';
import { bubbleSide, type ConversationView } from '../conversationView.ts';
import { toErrorReason } from '../errorReason.ts';
import { PendingItem } from './PendingItem.tsx';
import type { MessageRow, PendingRow } from '../timeline/rows.ts';
import { strings } from '../strings.ts';
import { isSelectable, SelectionContext } from '../selection/useSelection.ts';
import { useAuthorNames } from './useAuthorNames.ts';

/** What the reader may do to messages. The functions stay the same between renders. */
export interface MessageActions extends MessageItemCallbacks {
  readonly retry: (clientId: string) => void;
  readonly discard: (clientId: string) => void;
  readonly onDate: (date: string) => void;
}

interface MessageItemContainerProps {
  row: MessageRow | PendingRow;
  view: ConversationView;
  actions: MessageActions;
  isTarget: boolean;
}

export const MessageItemContainer = memo(function MessageItemContainer(
  props: MessageItemContainerProps,
) {
  const { row, view, actions, isTarget } = props;
  const { renderMessage } = useConversationSlots();
  if (row.kind === 'pending') return <UnsentItem row={row} view={view} actions={actions} />;
  const sent = <SentItem message={row.message} row={row} {...{ view, actions, isTarget }} />;
  return renderMessage ? renderMessage(row.message, sent) : sent;
});

type SentItemProps = Omit<MessageItemContainerProps, 'row'> & { message: Message; row: MessageRow };

function SentItem({ message, row, view, actions, isTarget }: SentItemProps) {
  const { nameOf, forwardedAuthor } = useAuthorNames(view, message);
  const { renderText, renderAttachment } = useConversationSlots();
  const selection = useContext(SelectionContext);
  const selected = selection?.messages;
  const { author_id } = message;
  const isOwn = author_id !== null && author_id === view.ownId;
  const side = bubbleSide(view, author_id);
  if (message.deleted_at !== null && message.text !== '') {
    return (
      <MessageBubble
        author={nameOf(author_id)}
        shownName={row.startsGroup ? nameOf(author_id) : null}
        content={message.text}
        createdAt={message.created_at}
        side={side}
        isOwn={false}
        isDeleted
        endsGroup={row.endsGroup}
        delivery={null}
        isRoving
      />
    );
  }
  const isRead = message.id <= view.readUpTo;
  return (
    <MessageItem
      message={message}
      ownId={view.ownId}
      nameOf={nameOf}
      forwardedAuthor={forwardedAuthor}
      showsAuthors={view.isGroup || view.ownId === null}
      startsGroup={row.startsGroup}
      endsGroup={row.endsGroup}
      delivery={isOwn ? (isRead ? 'read' : 'sent') : null}
      side={side}
      isTarget={isTarget}
      isRoving
      renderText={renderText}
      renderAttachment={renderAttachment}
      {...actions}
      {...(selection && selected && isSelectable(message)
        ? { isSelected: selected.includes(message), onSelect: selection.toggle }
        : {})}
    />
  );
}

/** A message that is not sent yet, and why it could not be. */
function UnsentItem({
  row,
  view,
  actions,
}: Omit<MessageItemContainerProps, 'row' | 'isTarget'> & { row: PendingRow }) {
  const t = useStrings(strings);
  const { pending, endsGroup } = row;
  const { clientId, error } = pending;
  const failure =
    pending.state === 'failed' ? (
      <FailureNote
        reason={error && t.reasons[toErrorReason(error)]}
        onRetry={() => {
          actions.retry(clientId);
        }}
        onDiscard={() => {
          actions.discard(clientId);
        }}
      />
    ) : null;
  return (
    <PendingItem
      pending={pending}
      view={view}
      endsGroup={endsGroup}
      failure={failure}
      onCancel={() => {
        actions.discard(clientId);
      }}
    />
  );
}
