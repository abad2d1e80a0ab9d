import type { Message } from '@vestnik/sdk';
import { useText } from '@vestnik/ui/i18n';

import { useKeptDraft } from '../../drafts/index.ts';
import styles from './ChatListItem.module.css';
import { toSingleLine } from './preview.ts';
import { strings } from './strings.ts';

interface PreviewProps {
  chatId: number;
  userId: number;
  last: Message | null;
}

/** The last message of a chat; a draft precedes it. */
export function Preview({ chatId, userId, last }: PreviewProps) {
  const t = useText(strings);
  const draft = toSingleLine(useKeptDraft(userId, chatId));
  if (draft !== '') {
    return (
      <>
        <span className={styles['draft']}>{t.draft}</span>
        {draft}
      </>
    );
  }
  if (!last) return t.noMessages;
  return (
    <>
      {last.author_id === userId ? <span className={styles['own']}>{t.you}</span> : null}
      {summary(last, t)}
    </>
  );
}

/** The text of a message, or what it has instead. */
function summary({ text, attachments }: Message, t: (typeof strings)['ru']): string {
  const [file] = attachments;
  if (text !== '' || file === undefined) return toSingleLine(text);
  switch (file.kind) {
    case 'image':
      return t.photo;
    case 'video':
      return t.video;
    case 'voice':
      return t.voiceNote;
    case 'audio':
    case 'file':
      return `📎 ${file.name}`;
  }
}
