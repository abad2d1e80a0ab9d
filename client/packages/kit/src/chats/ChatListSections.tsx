import type { Chat } from '@vestnik/sdk/model';
import { useId, type ReactNode } from 'react';

import styles from './ChatListSections.module.css';
import { useChatsStrings } from './strings.ts';

interface ChatListSectionsProps {
  /** In the order of the server: pinned ones first. */
  chats: readonly Chat[];
  /** A `ChatListItem` with its `key`. */
  children: (chat: Chat) => ReactNode;
}

/** The list: pinned chats under a heading of their own, if there are any. */
export function ChatListSections({ chats, children }: ChatListSectionsProps) {
  const t = useChatsStrings();
  const pinned = chats.filter(({ me }) => me.pinned);
  const others = chats.filter(({ me }) => !me.pinned);
  if (pinned.length === 0) return <ul>{others.map(children)}</ul>;
  return (
    <>
      <ChatListSection title={t.pinnedSection}>{pinned.map(children)}</ChatListSection>
      {others.length === 0 ? null : (
        <ChatListSection title={t.otherSection}>{others.map(children)}</ChatListSection>
      )}
    </>
  );
}

interface ChatListSectionProps {
  title: ReactNode;
  children: ReactNode;
}

/** Some chats of the list under a heading. */
export function ChatListSection({ title, children }: ChatListSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 className={styles['title']} id={id}>
        {title}
      </h3>
      <ul>{children}</ul>
    </section>
  );
}
