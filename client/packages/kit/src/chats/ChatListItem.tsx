import type { Chat } from '@vestnik/sdk/model';
import { Avatar, clsx } from '@vestnik/ui';
import { useDisplayName, useTimeFormat } from '@vestnik/ui/format';
import { BellOff, EllipsisVertical, Pin } from 'lucide-react';
import { useId, type ReactNode } from 'react';

import { MenuButton } from '../menu/index.ts';
import { ChatBadges } from './ChatBadges.tsx';
import styles from './ChatListItem.module.css';
import { useChatMenu, type ChatActions } from './chatMenu.tsx';
import { ChatPreview } from './ChatPreview.tsx';
import { chatHue, chatPicture, chatTitle, isMuted, lastActivity, otherMember } from './chatView.ts';
import { useChatsStrings } from './strings.ts';

/** What the link of an item is made with: an `<a>`, or the `Link` of the host's router. */
export interface ChatLinkProps {
  readonly className: string;
  readonly children: ReactNode;
  readonly 'aria-label': string;
  readonly 'aria-describedby': string;
  readonly 'aria-current': 'page' | undefined;
}

export interface ChatListItemProps {
  chat: Chat;
  /** The caller. */
  ownId: number | null;
  link: (props: ChatLinkProps) => ReactNode;
  isCurrent?: boolean;
  /** Behind the title: a role, or presence in words for those who do not see the dot. */
  note?: ReactNode;
  /** Overrides what the chat knows of the other member. */
  isOnline?: boolean | undefined;
  /** Names of the users who are typing, without empty ones; null while no one is. */
  typingNames?: readonly string[] | null;
  /** Of the author of a group's last message. */
  authorName?: string | undefined;
  /** Overrides the draft of the chat, such as a newer one of this device. */
  draft?: string | undefined;
  /** Absent: the item has no menu. */
  actions?: ChatActions | undefined;
}

/** One chat of the list. Its title names the link; all else only describes it. */
export function ChatListItem(props: ChatListItemProps) {
  const { chat, ownId, link, isCurrent = false, note, actions, typingNames = null } = props;
  const { draft = chat.me.draft?.text ?? '', authorName } = props;
  const t = useChatsStrings();
  const displayName = useDisplayName();
  const { listTime, fullDateTime } = useTimeFormat();
  const id = useId();
  const menu = useChatMenu(chat, actions);
  const title = chatTitle(chat, ownId, displayName);
  const at = lastActivity(chat);
  const isOnline = props.isOnline ?? otherMember(chat, ownId)?.user.online ?? false;
  const content = (
    <>
      <Faces chat={chat} ownId={ownId} title={title} isOnline={isOnline} />
      <span className={styles['first']}>
        <span className={styles['names']}>
          <span className={styles['title']} dir="auto">
            {title}
          </span>
          <span className={styles['note']} id={`${id}note`}>
            {note}
          </span>
        </span>
        {isMuted(chat, new Date()) ? <MutedState until={chat.me.muted_until} /> : null}
        {chat.me.pinned ? <State label={t.pinned} icon={<Pin size={14} />} /> : null}
        <time className={styles['time']} id={`${id}time`} dateTime={at} title={fullDateTime(at)}>
          {listTime(at)}
        </time>
      </span>
      <span className={styles['second']}>
        <span className={styles['preview']} id={`${id}preview`}>
          <ChatPreview {...{ chat, ownId, draft, typingNames, authorName }} />
        </span>
        <span className={styles['badges']} id={`${id}badges`}>
          <ChatBadges chat={chat} />
        </span>
      </span>
    </>
  );
  return (
    <li className={clsx(styles['item'], menu.length > 0 && styles['withMenu'])}>
      {link({
        className: clsx(styles['link'], isCurrent && styles['current']),
        children: content,
        'aria-label': title,
        'aria-describedby': `${id}note ${id}preview ${id}time ${id}badges`,
        'aria-current': isCurrent ? 'page' : undefined,
      })}
      {menu.length === 0 ? null : (
        <MenuButton
          className={styles['menu']}
          label={t.chatActions(title)}
          icon={<EllipsisVertical size={18} aria-hidden="true" />}
          items={menu}
        />
      )}
    </li>
  );
}

interface FacesProps {
  chat: Chat;
  ownId: number | null;
  title: string;
  isOnline: boolean;
}

/** The picture of a chat; for an observer of a private chat, of both members. */
function Faces({ chat, ownId, title, isOnline }: FacesProps) {
  if (chat.type !== 'group' && chat.me.role === null) {
    return (
      <span className={styles['faces']}>
        {chat.members?.map(({ user }) => (
          <Avatar key={user.id} id={user.id} name={user.name} size="s" picture={user.avatar_url} />
        ))}
      </span>
    );
  }
  return (
    <Avatar
      id={chatHue(chat, ownId)}
      name={title}
      size="l"
      isOnline={isOnline}
      picture={chatPicture(chat, ownId)}
    />
  );
}

/** `until`: null without an end. */
function MutedState({ until }: { until: string | null }) {
  const t = useChatsStrings();
  const { fullDateTime } = useTimeFormat();
  const label = until === null ? t.muted : t.mutedUntil(fullDateTime(until));
  return <State label={label} icon={<BellOff size={14} />} />;
}

function State({ label, icon }: { label: string; icon: ReactNode }) {
  return (
    <span className={styles['state']} role="img" aria-label={label} title={label}>
      {icon}
    </span>
  );
}
