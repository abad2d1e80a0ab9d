import type { Chat, Hit } from '@vestnik/sdk/model';
import { Avatar, clsx } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { FileText, MessageSquareText } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';

import { chatHue, chatPicture, chatTitle } from './chatView.ts';
import { useDialogStrings } from './dialogStrings.ts';
import { excerptParts } from './highlight.ts';
import type { QuickTarget } from './quickSearch.ts';
import styles from './QuickSwitcher.module.css';

export function targetId(listId: string, { key }: QuickTarget): string {
  return `${listId}-${key}`;
}

interface QuickTargetListProps {
  id: string;
  targets: readonly QuickTarget[];
  active: QuickTarget | undefined;
  /** Those of found messages are named by them. */
  chats: readonly Chat[];
  ownId: number | null;
  onOpen: (target: QuickTarget) => void;
}

/** What the quick switcher offers: chats and people, then pages, then messages. */
export function QuickTargetList(props: QuickTargetListProps) {
  const { id, targets, active, chats, ownId, onOpen } = props;
  const t = useDialogStrings();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t.quickSwitcher} className={styles['list']}>
      {targets.map((target) => (
        // The keys of the field choose it.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={target.key}
          id={targetId(id, target)}
          role="option"
          tabIndex={-1}
          aria-selected={target === active}
          className={clsx(styles['option'], target === active && styles['active'])}
          onMouseDown={(event) => {
            // The focus stays in the field.
            event.preventDefault();
          }}
          onClick={() => {
            onOpen(target);
          }}
        >
          <Target target={target} chats={chats} ownId={ownId} />
        </div>
      ))}
    </div>
  );
}

interface TargetProps {
  target: QuickTarget;
  chats: readonly Chat[];
  ownId: number | null;
}

function Target({ target, chats, ownId }: TargetProps) {
  const t = useDialogStrings();
  switch (target.kind) {
    case 'chat': {
      const { chat, title } = target;
      const picture = chatPicture(chat, ownId);
      return (
        <Labelled note={chat.type === 'group' ? t.group : t.privateChat} title={title}>
          <Avatar id={chatHue(chat, ownId)} name={title} size="s" picture={picture} />
        </Labelled>
      );
    }
    case 'person': {
      const { user } = target;
      return (
        <Labelled note={t.person} title={user.name}>
          <Avatar id={user.id} name={user.name} size="s" picture={user.avatar_url} />
        </Labelled>
      );
    }
    case 'page':
      return (
        <Labelled note={t.page} title={target.title}>
          <span className={styles['icon']}>
            <FileText size={18} aria-hidden="true" />
          </span>
        </Labelled>
      );
    case 'message':
      return <FoundMessage hit={target.hit} chats={chats} ownId={ownId} />;
  }
}

function FoundMessage({ hit, chats, ownId }: { hit: Hit } & Omit<TargetProps, 'target'>) {
  const displayName = useDisplayName();
  const chat = chats.find(({ id }) => id === hit.chat.id);
  const chatName = hit.chat.title ?? (chat ? chatTitle(chat, ownId, displayName) : '');
  return (
    <Labelled
      note={chatName}
      title={excerptParts(hit.message.text, hit.highlights).map(({ text, isHighlighted }, index) =>
        isHighlighted ? <mark key={index}>{text}</mark> : text,
      )}
    >
      <span className={styles['icon']}>
        <MessageSquareText size={18} aria-hidden="true" />
      </span>
    </Labelled>
  );
}

interface LabelledProps {
  title: ReactNode;
  /** What it is, or where. */
  note: string;
  /** The picture. */
  children: ReactNode;
}

function Labelled({ title, note, children }: LabelledProps) {
  return (
    <>
      {children}
      <span className={styles['title']} dir="auto">
        {title}
      </span>
      <span className={styles['note']} dir="auto">
        {note}
      </span>
    </>
  );
}
