import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { fn } from 'storybook/test';

import {
  GroupDialog,
  NewChatDialog,
  QuickSwitcher,
  ShortcutsDialog,
  type GroupActions,
  type PeopleSearch,
} from '../../src/chats/index.ts';
import { matchesQuery } from '../../src/search.ts';
import { CHATS, GROUP, MEMBERS } from '../chatFixtures.ts';
import { OWN_ID, PEOPLE } from '../fixtures.ts';

const meta = { title: 'Chats/Dialogs' } satisfies Meta;

export default meta;

const onClose = fn();

function usePeople(): PeopleSearch {
  const [query, onQuery] = useState('');
  const people = PEOPLE.filter(({ name }) => matchesQuery(name, query));
  return { people, query, onQuery, isSearching: false };
}

function NewChat({ error = null }: { error?: string | null }) {
  return (
    <NewChatDialog
      isOpen
      onClose={onClose}
      onCreate={fn()}
      types={['private', 'group']}
      search={usePeople()}
      error={error}
    />
  );
}

const ACTIONS: GroupActions = {
  onRename: fn(),
  onPicture: fn(),
  onAdd: fn(),
  onRemove: fn(),
  onRole: fn(),
  onLeave: fn(),
  onDelete: fn(),
};

function Group({ isOwner }: { isOwner: boolean }) {
  const chat = isOwner
    ? GROUP
    : { ...GROUP, me: { ...GROUP.me, role: 'member' as const, can: [] } };
  return (
    <GroupDialog
      isOpen
      onClose={onClose}
      chat={chat}
      ownId={OWN_ID}
      members={{ members: MEMBERS, query: '', onQuery: fn(), isLoading: false }}
      search={usePeople()}
      actions={ACTIONS}
    />
  );
}

export const NewChatOrGroup: StoryObj = { render: () => <NewChat /> };

export const NewChatFailed: StoryObj = {
  render: () => <NewChat error="Не удалось создать чат." />,
};

export const GroupOfOwner: StoryObj = { render: () => <Group isOwner /> };

export const GroupOfMember: StoryObj = { render: () => <Group isOwner={false} /> };

export const Switcher: StoryObj = {
  render: () => (
    <QuickSwitcher
      isOpen
      onClose={onClose}
      chats={CHATS}
      people={PEOPLE}
      ownId={OWN_ID}
      onChat={fn()}
      onPerson={fn()}
    />
  ),
};

export const Shortcuts: StoryObj = { render: () => <ShortcutsDialog isOpen onClose={onClose} /> };
