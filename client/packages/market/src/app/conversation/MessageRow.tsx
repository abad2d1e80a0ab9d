import { lazyPart } from '@vestnik/kit/lazyPart';
import {
  MessageActionsButton,
  MessageFrame,
  QuoteBlock,
  type MenuPlace,
} from '@vestnik/kit/message';
import type { Attachment, Chat, Message, OutboxFile, PendingMessage, Quote } from '@vestnik/sdk';
import { useText } from '@vestnik/ui/i18n';
import { Suspense, useMemo } from 'react';

import { strings } from '../strings.ts';
import styles from './MessageList.module.css';
import { PlainText } from './PlainText.tsx';
import type { Row } from './rows.ts';

const PendingNote = lazyPart(() => import('./PendingNote.tsx'));
const Pictures = lazyPart(() => import('./Pictures.tsx'));

interface MessageRowProps {
  row: Extract<Row, { kind: 'message' }>;
  chat: Chat;
  ownId: number | null;
  onMenu: (message: Message, place: MenuPlace) => void;
  onOpenPicture: (image: Attachment) => void;
}

/** A message that the server has. */
export function MessageRow({ row, chat, ownId, onMenu, onOpenPicture }: MessageRowProps) {
  const t = useText(strings);
  const { message, endsGroup } = row;
  const nameOf = useNames(chat, ownId);
  const isOwn = message.author_id === ownId;
  const isDeleted = message.deleted_at !== null;
  const open = isDeleted
    ? undefined
    : (place: MenuPlace) => {
        onMenu(message, place);
      };
  const isRead = chat.members.some(
    ({ user, last_read_id }) => user.id !== ownId && last_read_id >= message.id,
  );
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
      delivery={isOwn && !isDeleted ? (isRead ? 'read' : 'sent') : null}
      isRoving
      quote={<Quoted quote={message.reply_to} nameOf={nameOf} />}
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
      action={open && <MessageActionsButton onMenu={open} isRoving />}
      onMenu={open}
    />
  );
}

interface PendingRowProps {
  pending: PendingMessage;
  endsGroup: boolean;
  chat: Chat;
}

/** A message of the outbox: on its way, or refused. */
export function PendingRow({ pending, endsGroup, chat }: PendingRowProps) {
  const t = useText(strings);
  const nameOf = useNames(chat, null);
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
      quote={<Quoted quote={pending.replyTo} nameOf={nameOf} />}
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

function Quoted({
  quote,
  nameOf,
}: {
  quote: Quote | null;
  nameOf: (userId: number | null) => string;
}) {
  return quote === null ? null : (
    <QuoteBlock quote={quote} author={nameOf(quote.author_id)} isRoving />
  );
}

function useNames(chat: Chat, ownId: number | null): (userId: number | null) => string {
  const t = useText(strings);
  return (userId) => {
    if (userId !== null && userId === ownId) return t.you;
    return chat.members.find(({ user }) => user.id === userId)?.user.name ?? t.you;
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

function asAttachment({ name, type, size }: OutboxFile, id: number): Attachment {
  return {
    id,
    kind: 'image',
    name,
    mime: type,
    size,
    url: '',
    width: null,
    height: null,
    preview_url: null,
    placeholder: null,
    duration_ms: null,
    waveform: null,
  };
}
