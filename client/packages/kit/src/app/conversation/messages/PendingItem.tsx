import { emptyMessage, type Message, type OutboxFile, type PendingMessage } from '@vestnik/sdk';
import { useSession, useUploadProgress } from '@vestnik/sdk/react';
import { MessageItem } from '../../../message/index.ts';
import { Button } from '@vestnik/ui';
import { makeObjectUrl, revokeLater } from '@vestnik/ui/files';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useMemo, useState, type ReactNode } from 'react';

import { useConversationSlots } from '../../slots/index.ts';
import type { ConversationView } from '../conversationView.ts';
import styles from './PendingItem.module.css';
import { asAttachment, uploadedBytes } from './pendingFiles.ts';
import { strings } from '../strings.ts';
import { useAuthorNames } from './useAuthorNames.ts';

interface PendingItemProps {
  pending: PendingMessage;
  view: ConversationView;
  endsGroup: boolean;
  /** Why it could not be sent; null while it is being sent. */
  failure: ReactNode;
  onCancel: () => void;
}

/** A message in the outbox, as it will look, with the progress of its uploads. */
export function PendingItem({ pending, view, endsGroup, failure, onCancel }: PendingItemProps) {
  const urls = useObjectUrls(pending.files);
  // Not from the chat, which may be unknown without a connection: what is pending is one's own.
  const ownId = useSession().user?.id ?? view.ownId;
  const message = useMemo(() => asMessage(pending, ownId, urls), [pending, ownId, urls]);
  const { nameOf, forwardedAuthor } = useAuthorNames(view, message);
  const isUploading = failure === null && pending.files.length > 0;
  const { renderMessage, renderText, renderAttachment } = useConversationSlots();
  const original = (
    <MessageItem
      message={message}
      ownId={ownId}
      nameOf={nameOf}
      forwardedAuthor={forwardedAuthor}
      startsGroup={false}
      endsGroup={endsGroup}
      delivery={pending.state}
      isRoving
      renderText={renderText}
      renderAttachment={renderAttachment}
      note={isUploading ? <UploadNote files={pending.files} onCancel={onCancel} /> : failure}
    />
  );
  return renderMessage ? renderMessage(message, original) : original;
}

function UploadNote({ files, onCancel }: { files: readonly OutboxFile[]; onCancel: () => void }) {
  const t = useStrings(strings);
  const { data: progress } = useUploadProgress();
  const { size, sent } = uploadedBytes(files, progress);
  return (
    <div className={styles['upload']}>
      <progress className={styles['progress']} max={size} value={sent} aria-label={t.uploading} />
      <Button variant="quiet" onClick={onCancel}>
        {t.cancel}
      </Button>
    </div>
  );
}

/** Addresses of the files in this page, while the component is mounted. */
function useObjectUrls(files: readonly OutboxFile[]): ReadonlyMap<string, string> {
  const key = files.map(({ id }) => id).join(' ');
  const [urls, setUrls] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const made = new Map(files.map(({ id, blob }) => [id, makeObjectUrl(blob)]));
    // eslint-disable-next-line react-hooks/set-state-in-effect -- an object URL is made and revoked
    setUrls(made);
    return () => {
      for (const url of made.values()) revokeLater(url);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says which files they are
  }, [key]);
  return urls;
}

function asMessage(
  pending: PendingMessage,
  ownId: number | null,
  urls: ReadonlyMap<string, string>,
): Message {
  const { forward, replyTo, mentions, custom, files, clientId, isSilent } = pending;
  return emptyMessage({
    // The server has given it no ids yet.
    id: 0,
    uuid: clientId,
    chat_id: pending.chatId,
    author_id: ownId,
    text: forward?.text ?? pending.text,
    mentions: [...mentions],
    custom,
    silent: isSilent,
    reply_to: replyTo,
    forwarded_from: forward && {
      message_id: forward.id,
      author_id: forward.author_id,
      chat_id: forward.chat_id,
    },
    attachments:
      forward?.attachments ??
      files.map((file, index) => asAttachment(file, -1 - index, urls.get(file.id))),
    created_at: pending.createdAt,
    client_id: clientId,
  });
}
