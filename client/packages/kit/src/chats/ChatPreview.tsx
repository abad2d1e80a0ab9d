import type { Chat } from '@vestnik/sdk/model';
import { useDisplayName } from '@vestnik/ui/format';
import { Check, CheckCheck, FileText, Image, Mic, Music, Video } from 'lucide-react';

import styles from './ChatListItem.module.css';
import { deliveryOf } from './chatView.ts';
import { messagePreview, toSingleLine, type PreviewKind } from './preview.ts';
import { useChatsStrings } from './strings.ts';

interface ChatPreviewProps {
  chat: Chat;
  ownId: number | null;
  draft: string;
  typingNames: readonly string[] | null;
  authorName: string | undefined;
}

/** The second line of a chat: who types, else the draft, else the last message. */
export function ChatPreview({ draft, typingNames, ...last }: ChatPreviewProps) {
  const t = useChatsStrings();
  const draftText = toSingleLine(draft);
  if (typingNames !== null)
    return <span className={styles['typing']}>{t.typing(typingNames)}</span>;
  if (draftText !== '') {
    return (
      <>
        <span className={styles['draft']}>{t.draft}</span>
        {draftText}
      </>
    );
  }
  return <LastMessage {...last} />;
}

type LastMessageProps = Pick<ChatPreviewProps, 'chat' | 'ownId' | 'authorName'>;

function LastMessage({ chat, ownId, authorName }: LastMessageProps) {
  const t = useChatsStrings();
  const displayName = useDisplayName();
  const message = chat.last_message;
  if (message === null) return t.noMessages;
  const { kind, text } = messagePreview(message, t);
  const delivery = deliveryOf(chat, message, ownId);
  const author =
    chat.type === 'group' && message.author_id !== null && delivery === null
      ? authorName
      : undefined;
  return (
    <>
      {delivery === null ? null : (
        <span className={styles['delivery']} role="img" aria-label={t[delivery]}>
          {delivery === 'read' ? <CheckCheck size={16} /> : <Check size={16} />}
        </span>
      )}
      {delivery === null ? null : <span className={styles['author']}>{t.you}</span>}
      {author === undefined ? null : (
        <span className={styles['author']}>{displayName(author)}: </span>
      )}
      {kind === null ? null : <KindIcon kind={kind} />}
      {text}
    </>
  );
}

const ICONS = { photo: Image, video: Video, voice: Mic, audio: Music, file: FileText } as const;

function KindIcon({ kind }: { kind: PreviewKind }) {
  const Icon = ICONS[kind];
  return <Icon className={styles['kind']} size={16} aria-hidden="true" />;
}
