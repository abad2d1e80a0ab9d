import type { Attachment, Message } from '@vestnik/sdk/model';
import { memo, type ReactNode } from 'react';

import { MessageActionsButton } from './actions/MessageActionsButton.tsx';
import { Attachments } from './attachments/Attachments.tsx';
import type { Delivery } from './Delivery.tsx';
import { ForwardedFrom } from './ForwardedFrom.tsx';
import type { MenuAnchor } from './menuAnchor.ts';
import { MessageBubble, type MessageBubbleProps } from './MessageBubble.tsx';
import { QuoteBlock } from './QuoteBlock.tsx';
import { QUICK_REACTIONS } from './reactions/quickEmoji.ts';
import { Reactions } from './reactions/Reactions.tsx';
import { useMessageStrings } from './strings.ts';
import { SystemMessage } from './SystemMessage.tsx';
import type { Highlight } from './text/highlights.ts';
import { MessageText } from './text/MessageText.tsx';

/** What a host draws instead of the kit's. The functions should stay the same between renders. */
export interface MessageItemSlots {
  /** `original`: the text as the kit shows it. */
  readonly renderText?: ((message: Message, original: ReactNode) => ReactNode) | undefined;
  /** One of the files; undefined: the kit draws it. */
  readonly renderAttachment?: ((attachment: Attachment, message: Message) => ReactNode) | undefined;
}

/** What a reader may do with messages. The functions should stay the same between renders. */
export interface MessageItemCallbacks {
  readonly onMenu?: (message: Message, anchor: MenuAnchor) => void;
  /** `from`: the message with the quote. */
  readonly onQuote?: (messageId: number, from: Message) => void;
  readonly onForwardedFrom?: (message: Message) => void;
  readonly onReaction?: (message: Message, emoji: string, isAdded: boolean) => void;
  readonly onAddReaction?: (message: Message, button: HTMLElement) => void;
  readonly onOpenImage?: (images: readonly Attachment[], index: number) => void;
  readonly onOpenPdf?: (file: Attachment) => void;
  readonly onPerson?: (userId: number) => void;
  /** `isRange`: with Shift, all from the message selected before. */
  readonly onSelect?: (message: Message, isRange: boolean) => void;
}

export interface MessageItemProps extends MessageItemCallbacks, MessageItemSlots {
  message: Message;
  /** The caller's id; null for one who only reads. */
  ownId: number | null;
  /** The name of a person, also of one who is no member any more. */
  nameOf: (userId: number | null) => string;
  /** Who wrote the message that was forwarded; null: the reader does not know; absent: by `nameOf`. */
  forwardedAuthor?: string | null | undefined;
  /** The chat has several authors: the first message of a group shows who wrote it. */
  showsAuthors?: boolean;
  startsGroup: boolean;
  endsGroup: boolean;
  /** Of own messages; null for those of others. */
  delivery?: Delivery | null;
  side?: MessageBubbleProps['side'];
  avatar?: ReactNode;
  note?: ReactNode;
  /** Of a search, as `Hit` has them. */
  highlights?: readonly Highlight[];
  isTarget?: boolean;
  /** Messages are being selected; whether this one is. */
  isSelected?: boolean | undefined;
  isRoving?: boolean;
}

/** A message of the native API with all its parts. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { message, ownId, nameOf, startsGroup, endsGroup, showsAuthors = false } = props;
  const { isTarget = false, isRoving = false, onMenu, onPerson } = props;
  if (message.type === 'system') {
    return <SystemMessage createdAt={message.created_at}>{message.text}</SystemMessage>;
  }
  const { author_id } = message;
  const isOwn = author_id !== null && author_id === ownId;
  const author = nameOf(author_id);
  const isDeleted = message.deleted_at !== null;
  const openMenu =
    onMenu && !isDeleted && props.isSelected === undefined
      ? (anchor: MenuAnchor) => {
          onMenu(message, anchor);
        }
      : undefined;
  return (
    <MessageBubble
      author={author}
      shownName={showsAuthors && !isOwn && startsGroup ? author : null}
      onAuthor={
        onPerson && author_id !== null
          ? () => {
              onPerson(author_id);
            }
          : undefined
      }
      content={message.text}
      createdAt={message.created_at}
      side={props.side ?? (isOwn ? 'end' : 'start')}
      isOwn={isOwn}
      isDeleted={false}
      isEdited={message.edited_at !== null}
      isSilent={message.silent}
      endsGroup={endsGroup}
      delivery={props.delivery ?? null}
      isTarget={isTarget}
      isRoving={isRoving}
      avatar={props.avatar}
      note={props.note}
      action={openMenu ? <MessageActionsButton onMenu={openMenu} isRoving={isRoving} /> : null}
      selection={selectionOf(props)}
      onMenu={openMenu}
      onDoubleTap={quickReactionOf(props)}
      {...(isDeleted ? { text: <DeletedText /> } : partsOf(props))}
    />
  );
});

/** The slots of a message that is not deleted. */
function partsOf(props: MessageItemProps) {
  const { message, nameOf, forwardedAuthor, renderAttachment, isRoving = false } = props;
  const { onQuote, onForwardedFrom, onReaction, onAddReaction } = props;
  const { reply_to, forwarded_from, attachments, reactions } = message;
  return {
    quote: reply_to && (
      <QuoteBlock
        quote={reply_to}
        author={nameOf(reply_to.author_id)}
        onJump={
          onQuote &&
          ((messageId) => {
            onQuote(messageId, message);
          })
        }
        isRoving={isRoving}
      />
    ),
    forwarded: forwarded_from && (
      <ForwardedFrom
        author={forwardedAuthor === undefined ? nameOf(forwarded_from.author_id) : forwardedAuthor}
        isRoving={isRoving}
        onOpen={
          onForwardedFrom &&
          (() => {
            onForwardedFrom(message);
          })
        }
      />
    ),
    attachments: (
      <Attachments
        attachments={attachments}
        onOpenImage={props.onOpenImage}
        onOpenPdf={props.onOpenPdf}
        renderAttachment={renderAttachment && ((file) => renderAttachment(file, message))}
        isRoving={isRoving}
      />
    ),
    text: message.text === '' ? null : textOf(props),
    reactions: (
      <Reactions
        reactions={reactions}
        isRoving={isRoving}
        onToggle={
          onReaction &&
          ((emoji, isAdded) => {
            onReaction(message, emoji, isAdded);
          })
        }
        onAdd={
          onAddReaction &&
          ((button) => {
            onAddReaction(message, button);
          })
        }
      />
    ),
  };
}

function textOf({ renderText, ...props }: MessageItemProps): ReactNode {
  const { message, highlights, onPerson, isRoving = false } = props;
  const original = (
    <MessageText
      content={message.text}
      mentions={message.mentions}
      highlights={highlights}
      onMention={onPerson}
      linkTabIndex={isRoving ? -1 : undefined}
    />
  );
  return renderText ? renderText(message, original) : original;
}

/** Toggles the first of the quick reactions. */
function quickReactionOf({ message, isSelected, onReaction }: MessageItemProps) {
  if (!onReaction || isSelected !== undefined || message.deleted_at !== null) return undefined;
  const [emoji] = QUICK_REACTIONS;
  return () => {
    const isMine = message.reactions.some((one) => one.mine && one.emoji === emoji);
    onReaction(message, emoji, !isMine);
  };
}

function selectionOf({ message, isSelected, onSelect }: MessageItemProps) {
  if (isSelected === undefined || !onSelect || message.deleted_at !== null) return undefined;
  return {
    isSelected,
    onToggle: (isRange: boolean) => {
      onSelect(message, isRange);
    },
  };
}

function DeletedText() {
  const t = useMessageStrings();
  return <em>{t.deletedMessage}</em>;
}
