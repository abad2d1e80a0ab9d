import type { Chat } from '@vestnik/sdk/model';
import { Badge } from '@vestnik/ui';
import { AtSign } from 'lucide-react';

import styles from './ChatListItem.module.css';
import { isMuted } from './chatView.ts';
import { useChatsStrings } from './strings.ts';

const MAX_SHOWN = 999;

/** How many messages are unread, and whether some of them mention the caller. */
export function ChatBadges({ chat }: { chat: Chat }) {
  const t = useChatsStrings();
  const { unread_count: unread, unread_mention_count: mentions } = chat;
  return (
    <>
      {mentions > 0 ? (
        <Badge className={styles['mention']} role="img" aria-label={t.mentions(mentions)}>
          <AtSign size={12} aria-hidden="true" />
        </Badge>
      ) : null}
      {unread > 0 ? (
        <Badge
          role="img"
          aria-label={t.unread(unread)}
          tone={isMuted(chat, new Date()) ? 'quiet' : 'accent'}
        >
          {unread > MAX_SHOWN ? `${MAX_SHOWN}+` : unread}
        </Badge>
      ) : null}
    </>
  );
}
