import { deliveryOf } from '@vestnik/kit/chats';
import { asAttachment, isSelectable, type Row, type Selection } from '@vestnik/kit/headless';
import { lazyPart } from '@vestnik/kit/lazyPart';
import { MessageFrame, type MenuPlace } from '@vestnik/kit/message';
import type { Attachment, Chat, Message, OutboxFile, PendingMessage, Quote } from '@vestnik/sdk';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense, useMemo } from 'react';

import { strings } from '../strings.ts';
import styles from './MessageList.module.css';
import { PlainText } from './PlainText.tsx';

const ActionsButton = lazyPart(() => import('./actionsButton.ts'));
const QuoteBlock = lazyPart(() => import('./quote.ts'));
const Forwarded = lazyPart(() => import('./Forwarded.tsx'));
const PendingNote = lazyPart(() => import('./PendingNote.tsx'));
const Pictures = lazyPart(() => import('./Pictures.tsx'));

interface MessageRowProps {
  row: Extract<Row, { kind: 'message' }>;
  chat: Chat;
  ownId: number | null;
  /** Marked for a moment, after a jump to it. */
  isTarget: boolean;
  selection: Selection;
  onJump: (messageId: number) => void;
  onMenu: (message: Message, place: MenuPlace) => void;
  onOpenPicture: (image: Attachment) => void;
}

/** A message that the server has. */
export function MessageRow(props: MessageRowProps) {
  const { row, chat, ownId, isTarget, selection, onJump, onMenu, onOpenPicture } = props;
  const t = useStrings(strings);
  const { message, endsGroup } = row;
  const nameOf = useNames(chat, ownId);
  const isOwn = message.author_id !== null && message.author_id === ownId;
  const isDeleted = message.deleted_at !== null;
  const open =
    isDeleted || selection.messages !== null
      ? undefined
      : (place: MenuPlace) => {
          onMenu(message, place);
        };
  return (
    <MessageFrame
      author={nameOf(message.author_id)}
      shownName={null}
      createdAt={message.created_at}
      side={isOwn ? 'end' : 'start'}
      isOwn={isOwn}
      isDeleted={false}
      isEdited={message.edited_at !== null && message.attachments.length === 0}
      endsGroup={endsGroup}
      delivery={isDeleted ? null : deliveryOf(chat, message, ownId)}
      isTarget={isTarget}
      isRoving
      forwarded={forwardedOf(message, ownId)}
      quote={<Quoted quote={message.reply_to} nameOf={nameOf} onJump={onJump} />}
      attachments={
        message.attachments.length === 0 ? null : (
          <Suspense>
            <Pictures images={message.attachments} onOpen={onOpenPicture} />
          </Suspense>
        )
      }
      text={
        isDeleted ? (
          <span className={styles['deleted']}>{t.deletedMessage}</span>
        ) : (
          <PlainText text={message.text} />
        )
      }
      action={
        open && (
          <Suspense>
            <ActionsButton onMenu={open} isRoving />
          </Suspense>
        )
      }
      selection={selectionOf(message, selection)}
      onMenu={open}
    />
  );
}

function selectionOf(message: Message, { messages, toggle }: Selection) {
  if (messages === null || !isSelectable(message)) return undefined;
  return {
    isSelected: messages.includes(message),
    onToggle: (isRange: boolean) => {
      toggle(message, isRange);
    },
  };
}

function forwardedOf({ forwarded_from: from }: Message, ownId: number | null) {
  return from === null ? null : (
    <Suspense>
      <Forwarded authorId={from.author_id} ownId={ownId} />
    </Suspense>
  );
}

interface PendingRowProps {
  pending: PendingMessage;
  endsGroup: boolean;
  chat: Chat;
  ownId: number | null;
  onJump: (messageId: number) => void;
}

/** A message of the outbox: on its way, or refused. */
export function PendingRow({ pending, endsGroup, chat, ownId, onJump }: PendingRowProps) {
  const t = useStrings(strings);
  const nameOf = useNames(chat, ownId);
  const files = usePendingFiles(pending.files);
  return (
    <MessageFrame
      author={t.you}
      shownName={null}
      createdAt={pending.createdAt}
      side="end"
      isOwn
      isDeleted={false}
      endsGroup={endsGroup}
      delivery={pending.state}
      isRoving
      quote={<Quoted quote={pending.replyTo} nameOf={nameOf} onJump={onJump} />}
      attachments={
        files.images.length === 0 ? null : (
          <Suspense>
            <Pictures images={files.images} blobs={files.blobs} />
          </Suspense>
        )
      }
      text={<PlainText text={pending.text} />}
      note={
        pending.state === 'failed' || pending.files.length > 0 ? (
          <Suspense>
            <PendingNote pending={pending} />
          </Suspense>
        ) : null
      }
    />
  );
}

interface QuotedProps {
  quote: Quote | null;
  nameOf: (userId: number | null) => string;
  onJump: (messageId: number) => void;
}

function Quoted({ quote, nameOf, onJump }: QuotedProps) {
  return quote === null ? null : (
    <Suspense>
      <QuoteBlock quote={quote} author={nameOf(quote.author_id)} onJump={onJump} isRoving />
    </Suspense>
  );
}

function useNames(chat: Chat, ownId: number | null): (userId: number | null) => string {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  return (userId) => {
    if (userId !== null && userId === ownId) return t.you;
    return displayName(chat.members.find(({ user }) => user.id === userId)?.user.name);
  };
}

/** The files of a pending message in the form of sent ones. */
function usePendingFiles(files: readonly OutboxFile[]): {
  readonly images: readonly Attachment[];
  readonly blobs: ReadonlyMap<number, Blob>;
} {
  const key = files.map(({ id }) => id).join(' ');
  return useMemo(
    () => ({
      images: files.map((file, index) => asAttachment(file, -1 - index)),
      blobs: new Map(files.map(({ blob }, index) => [-1 - index, blob])),
    }),
    // The outbox reads its files again with each change; their ids name them.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
}
