import type { Chat } from '@vestnik/sdk/model';
import { Avatar, IconButton } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { CalendarDays, Search } from 'lucide-react';
import type { ReactNode } from 'react';

import { chatHue, chatPicture, chatTitle, otherMember } from './chatView.ts';
import styles from './ConversationHeader.module.css';
import { useChatsStrings } from './strings.ts';

interface ConversationHeaderProps {
  /** Null while it is loading: the header has its height already. */
  chat: Chat | null;
  ownId: number | null;
  /** Under the title of a chat with one person: a role, and when they were here. */
  presence?: ReactNode;
  isOnline?: boolean | undefined;
  /** See `ChatListItem`. */
  typingNames?: readonly string[] | null;
  /** In front of the title: the link back to the list, on a phone. */
  back?: ReactNode;
  /** Behind the title: the host's buttons. */
  actions?: ReactNode;
  /** Makes the title a button, which opens a `GroupDialog`. */
  onOpenDetails?: (() => void) | undefined;
  /** Opens a choice of days. */
  onJumpToDate?: (() => void) | undefined;
  onToggleSearch?: (() => void) | undefined;
  isSearchOpen?: boolean;
}

/** Whom a conversation is with, and what may be done with all of it. */
export function ConversationHeader(props: ConversationHeaderProps) {
  const { chat, ownId, back, actions, onToggleSearch, isSearchOpen = false } = props;
  const { onJumpToDate } = props;
  const t = useChatsStrings();
  const displayName = useDisplayName();
  const title = chat === null ? '' : chatTitle(chat, ownId, displayName);
  return (
    <header className={styles['header']}>
      {back}
      <div className={styles['details']}>
        {chat === null ? null : (
          <>
            <Avatar
              id={chatHue(chat, ownId)}
              name={title}
              isOnline={isOtherOnline(props)}
              picture={chatPicture(chat, ownId)}
            />
            <div className={styles['lines']}>
              <Title title={title} onOpen={props.onOpenDetails} />
              <p className={styles['status']}>
                <Status {...props} />
              </p>
            </div>
          </>
        )}
      </div>
      {onJumpToDate ? (
        <IconButton label={t.jumpToDate} aria-haspopup="dialog" onClick={onJumpToDate}>
          <CalendarDays size={20} aria-hidden="true" />
        </IconButton>
      ) : null}
      {onToggleSearch ? (
        <IconButton
          label={isSearchOpen ? t.closeSearch : t.search}
          aria-expanded={isSearchOpen}
          onClick={onToggleSearch}
        >
          <Search size={20} aria-hidden="true" />
        </IconButton>
      ) : null}
      {actions}
    </header>
  );
}

function isOtherOnline({ chat, ownId, isOnline }: ConversationHeaderProps): boolean {
  const other = chat === null ? null : otherMember(chat, ownId);
  return isOnline ?? other?.user.online ?? false;
}

function Title({ title, onOpen }: { title: string; onOpen: (() => void) | undefined }) {
  const t = useChatsStrings();
  return (
    <h2 className={styles['title']} dir="auto">
      {onOpen ? (
        <button
          type="button"
          className={styles['open']}
          aria-haspopup="dialog"
          title={t.details(title)}
          onClick={onOpen}
        >
          {title}
        </button>
      ) : (
        title
      )}
    </h2>
  );
}

function Status(props: ConversationHeaderProps) {
  const { chat, presence, typingNames = null } = props;
  const t = useChatsStrings();
  if (chat === null) return null;
  if (typingNames !== null)
    return <span className={styles['typing']}>{t.typing(typingNames)}</span>;
  if (chat.type === 'group') return t.memberCount(chat.member_count);
  return presence ?? (isOtherOnline(props) ? t.online : null);
}
