import type { Chat, Hit, User } from '@vestnik/sdk/model';
import { Dialog } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';

import { chatTitle } from './chatView.ts';
import { listTarget } from './listKeys.ts';
import { quickTargets, type QuickPage, type QuickTarget } from './quickSearch.ts';
import styles from './QuickSwitcher.module.css';
import { QuickTargetList, targetId } from './QuickTargetList.tsx';
import { useDialogStrings } from './dialogStrings.ts';

export interface QuickSwitcherProps {
  isOpen: boolean;
  onClose: () => void;
  /** In the order of the list: the latest is offered first. */
  chats: readonly Chat[];
  /** People whom the host has found for the query. */
  people?: readonly User[];
  /** Pages of the application. */
  pages?: readonly QuickPage[];
  /** Messages that the host has found for the query. */
  hits?: readonly Hit[];
  /** The host is still searching: that nothing was found is not certain. */
  isLoading?: boolean;
  ownId: number | null;
  onChat: (chat: Chat) => void;
  /** Opens a chat with a person. */
  onPerson?: (user: User) => void;
  /** Opens the chat of a message at it. */
  onHit?: (hit: Hit) => void;
  /** The host searches for people and messages. */
  onQuery?: (query: string) => void;
}

const NO_PEOPLE: readonly User[] = [];
const NO_PAGES: readonly QuickPage[] = [];
const NO_HITS: readonly Hit[] = [];

/** A dialog that leads to a chat, a person, a page or a message by any part of its name or text. */
export function QuickSwitcher({ isOpen, onClose, ...rest }: QuickSwitcherProps) {
  const t = useDialogStrings();
  return (
    <Dialog isOpen={isOpen} title={t.quickSwitcher} onClose={onClose}>
      <Switcher {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Switcher(props: Omit<QuickSwitcherProps, 'isOpen'>) {
  const { ownId, onClose, onQuery } = props;
  const t = useDialogStrings();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [activeIndex, setActiveIndex] = useState(0);
  const targets = useTargets(props, query);
  const active = targets[Math.min(activeIndex, targets.length - 1)];

  const open = (target: QuickTarget) => {
    onClose();
    openTarget(target, props);
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
        placeholder={t.quickHint}
        aria-autocomplete="list"
        aria-expanded={targets.length > 0}
        aria-controls={listId}
        aria-activedescendant={active && targetId(listId, active)}
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
      <QuickTargetList
        id={listId}
        targets={targets}
        active={active}
        chats={props.chats}
        ownId={ownId}
        onOpen={open}
      />
      <p className={styles['empty']} role="status">
        {targets.length > 0 ? '' : props.isLoading === true ? t.searching : t.quickEmpty}
      </p>
    </>
  );
}

function useTargets(
  {
    chats,
    people = NO_PEOPLE,
    pages = NO_PAGES,
    hits = NO_HITS,
    ownId,
  }: Omit<QuickSwitcherProps, 'isOpen'>,
  query: string,
): readonly QuickTarget[] {
  const displayName = useDisplayName();
  return useMemo(
    () =>
      quickTargets(
        { chats, people, pages, hits: query.trim() === '' ? NO_HITS : hits },
        query,
        (chat) => chatTitle(chat, ownId, displayName),
      ),
    [chats, people, pages, hits, query, ownId, displayName],
  );
}

function openTarget(
  target: QuickTarget,
  { onChat, onPerson, onHit }: Pick<QuickSwitcherProps, 'onChat' | 'onPerson' | 'onHit'>,
): void {
  switch (target.kind) {
    case 'chat':
      onChat(target.chat);
      break;
    case 'person':
      onPerson?.(target.user);
      break;
    case 'page':
      target.page.open();
      break;
    case 'message':
      onHit?.(target.hit);
      break;
  }
}
