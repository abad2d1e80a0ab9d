import type { Chat, User } from '@vestnik/sdk/model';
import { Avatar, Dialog, classes } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import { chatHue, chatPicture, chatTitle } from './chatView.ts';
import { listTarget } from './listKeys.ts';
import { quickTargets, type QuickTarget } from './quickSearch.ts';
import styles from './QuickSwitcher.module.css';
import { useDialogStrings } from './dialogStrings.ts';

export interface QuickSwitcherProps {
  isOpen: boolean;
  onClose: () => void;
  /** In the order of the list: the latest is offered first. */
  chats: readonly Chat[];
  /** People whom the host has found for the query. */
  people?: readonly User[];
  ownId: number | null;
  onChat: (chat: Chat) => void;
  /** Opens a chat with a person. */
  onPerson?: (user: User) => void;
  /** The host searches for people. */
  onQuery?: (query: string) => void;
}

const NO_PEOPLE: readonly User[] = [];

/** A dialog that leads to a chat or a person by any part of the name. */
export function QuickSwitcher({ isOpen, onClose, ...rest }: QuickSwitcherProps) {
  const t = useDialogStrings();
  return (
    <Dialog isOpen={isOpen} title={t.quickSwitcher} onClose={onClose}>
      <Switcher {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Switcher(props: Omit<QuickSwitcherProps, 'isOpen'>) {
  const { chats, people = NO_PEOPLE, ownId, onChat, onPerson, onQuery, onClose } = props;
  const t = useDialogStrings();
  const personName = usePersonName();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [activeIndex, setActiveIndex] = useState(0);
  const targets = useMemo(
    () => quickTargets(chats, people, query, (chat) => chatTitle(chat, ownId, personName)),
    [chats, people, query, ownId, personName],
  );
  const active = targets[Math.min(activeIndex, targets.length - 1)];

  const open = (target: QuickTarget) => {
    onClose();
    if (target.kind === 'chat') onChat(target.chat);
    else onPerson?.(target.user);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = listTarget(event.key, activeIndex, targets.length);
    if (event.key === 'Enter' && active) open(active);
    else if (next !== null) setActiveIndex(next);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        type="text"
        role="combobox"
        className={styles['field']}
        aria-label={t.quickField}
        placeholder={t.quickField}
        aria-autocomplete="list"
        aria-expanded={targets.length > 0}
        aria-controls={listId}
        aria-activedescendant={active && optionId(listId, active)}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setActiveIndex(0);
          onQuery?.(target.value.trim());
        }}
        onKeyDown={press}
      />
      <TargetList id={listId} targets={targets} active={active} ownId={ownId} onOpen={open} />
      <p className={styles['empty']} role="status">
        {targets.length === 0 ? t.quickEmpty : ''}
      </p>
    </>
  );
}

function optionId(listId: string, { key }: QuickTarget): string {
  return `${listId}-${key}`;
}

interface TargetListProps {
  id: string;
  targets: readonly QuickTarget[];
  active: QuickTarget | undefined;
  ownId: number | null;
  onOpen: (target: QuickTarget) => void;
}

function TargetList({ id, targets, active, ownId, onOpen }: TargetListProps) {
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
          id={optionId(id, target)}
          role="option"
          tabIndex={-1}
          aria-selected={target === active}
          className={classes(styles['option'], target === active && styles['active'])}
          onMouseDown={(event) => {
            // The focus stays in the field.
            event.preventDefault();
          }}
          onClick={() => {
            onOpen(target);
          }}
        >
          <Target target={target} ownId={ownId} />
        </div>
      ))}
    </div>
  );
}

function Target({ target, ownId }: { target: QuickTarget; ownId: number | null }) {
  const t = useDialogStrings();
  const { title } = target;
  const isChat = target.kind === 'chat';
  return (
    <>
      <Avatar
        id={isChat ? chatHue(target.chat, ownId) : target.user.id}
        name={title}
        size="s"
        picture={isChat ? chatPicture(target.chat, ownId) : target.user.avatar_url}
      />
      <span className={styles['title']} dir="auto">
        {title}
      </span>
      <span className={styles['note']}>
        {isChat ? (target.chat.type === 'group' ? t.group : t.privateChat) : t.person}
      </span>
    </>
  );
}
