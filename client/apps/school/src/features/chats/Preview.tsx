import type { LastMessage } from '@vestnik/sdk';
import { useText } from '@vestnik/ui/i18n';

import { useKeptDraft } from '../../drafts/index.ts';
import styles from './ChatLink.module.css';
import { messages } from './messages.ts';
import { oneLine } from './preview.ts';

interface PreviewProps {
  chatId: number;
  userId: number;
  last: LastMessage | null;
}

/** What was last written in a chat; what is not sent yet comes first. */
export function Preview({ chatId, userId, last }: PreviewProps) {
  const t = useText(messages);
  const draft = oneLine(useKeptDraft(userId, chatId));
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
      {last.sender_id === userId ? <span className={styles['own']}>{t.you}</span> : null}
      {oneLine(last.content)}
    </>
  );
}
