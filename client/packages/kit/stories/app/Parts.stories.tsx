import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { fn } from 'storybook/test';

import {
  ChatAnchor,
  ChatList,
  ChatMenuButton,
  ChatNamesProvider,
  ChatNavigationProvider,
  ChatPicker,
  ChatShownProvider,
  ClientFiles,
  Conversation,
  GroupDetailsDialog,
  KeyboardShortcuts,
  NewChat,
  NotificationChoice,
  NotificationOffer,
  PeopleProvider,
  SearchPane,
  SearchPanelProvider,
  SoundButton,
  SoundSwitch,
  useLocalNavigation,
  useSearchPanel,
  type ChatNames,
  type People,
} from '../../src/app/index.ts';
import { ForwardMessages } from '../../src/app/conversation/selection/ForwardMessages.tsx';
import { SelectionActions } from '../../src/app/conversation/selection/SelectionActions.tsx';
import { useSelection } from '../../src/app/conversation/selection/useSelection.ts';
import { Attachments } from '../../src/message/index.ts';
import { chat, CHATS, GROUP, HITS } from '../chatFixtures.ts';
import { attachment, message, OWN_ID } from '../fixtures.ts';
import { MemoryClient } from './MemoryClient.tsx';
import { exampleData } from './memoryServer.ts';

const meta = {
  title: 'App/Parts',
  decorators: [
    (Story) => (
      <MemoryClient server={{ ...exampleData(CHATS), hits: HITS }}>
        <Navigation>
          <Story />
        </Navigation>
      </MemoryClient>
    ),
  ],
} satisfies Meta;

export default meta;

function Navigation({ children }: { children: ReactNode }) {
  return <ChatNavigationProvider value={useLocalNavigation()}>{children}</ChatNavigationProvider>;
}

export const List: StoryObj = {
  render: () => (
    <div style={{ display: 'flex', width: '24rem', height: '32rem' }}>
      <ChatList />
    </div>
  ),
};

const LISTING = chat({
  id: 51,
  type: 'listing',
  listing: { id: 7, title: null, seller_id: OWN_ID },
  me: { can: ['send', 'block'] },
});
const NAMES: ChatNames = { listing: () => 'iPhone 13', member: () => undefined };

/** A chat about a listing, as the shop's scripts have it. */
export const AboutListing: StoryObj = {
  decorators: [
    (Story) => (
      <MemoryClient server={exampleData([LISTING])}>
        <Story />
      </MemoryClient>
    ),
  ],
  render: () => (
    <div style={{ width: '24rem', height: '32rem' }}>
      <ChatNamesProvider value={NAMES}>
        <ChatShownProvider value={false}>
          <Conversation
            chatId={LISTING.id}
            headerActions={
              <>
                <ChatMenuButton chat={LISTING} onFailed={fn()} />
                <SoundButton />
              </>
            }
          />
        </ChatShownProvider>
      </ChatNamesProvider>
    </div>
  ),
};

export const Picker: StoryObj = {
  render: () => <ChatPicker filter={({ me }) => me.can.includes('send')} onChat={fn()} />,
};

export const Details: StoryObj = {
  render: () => <GroupDetailsDialog chatId={GROUP.id} userId={OWN_ID} onClose={fn()} />,
};

/** Press the button. */
export const NewChatButton: StoryObj = {
  render: () => <NewChat kinds={['private', 'group']} />,
};

const DIRECTORY: People = {
  find: (query) =>
    Promise.resolve([{ id: 31, name: query === '' ? 'Галина Орлова' : query, note: 'Физика' }]),
};

/** The people of an application with a directory of its own. */
export const OwnDirectory: StoryObj = {
  render: () => (
    <PeopleProvider value={DIRECTORY}>
      <NewChat kinds={['private']} />
    </PeopleProvider>
  ),
};

export const Search: StoryObj = {
  render: () => (
    <div style={{ width: '22rem', height: '32rem' }}>
      <SearchPane />
    </div>
  ),
};

function SearchState() {
  const { isOpen } = useSearchPanel();
  return <p>Поиск {isOpen ? 'открыт' : 'закрыт'}. Ctrl+K — переход, ? — все клавиши.</p>;
}

export const Shortcuts: StoryObj = {
  render: () => (
    <SearchPanelProvider>
      <SearchState />
      <KeyboardShortcuts />
    </SearchPanelProvider>
  ),
};

const SELECTED = [message({ text: 'Первое' }), message({ id: 101, text: 'Второе' })];

function AllSelected() {
  const selection = useSelection(SELECTED);
  return (
    <SelectionActions
      selected={SELECTED}
      selection={selection}
      canForward
      canDelete={({ author_id }) => author_id === OWN_ID}
    />
  );
}

export const Selected: StoryObj = { render: () => <AllSelected /> };

export const Forwarding: StoryObj = {
  render: () => <ForwardMessages messages={SELECTED} onClose={fn()} />,
};

export const Anchor: StoryObj = {
  render: () => <ChatAnchor chatId={GROUP.id}>Кружок 9Б</ChatAnchor>,
};

/** Files of an application that signs in by a token are read with it. */
export const FilesByToken: StoryObj = {
  render: () => (
    <MemoryClient server={exampleData(CHATS)} hasToken>
      <ClientFiles>
        <Attachments attachments={[attachment()]} />
      </ClientFiles>
    </MemoryClient>
  ),
};

/** The offer appears after a message was sent. */
export const Notifications: StoryObj = {
  render: () => (
    <div style={{ display: 'grid', gap: '1rem', width: '22rem' }}>
      <SoundSwitch />
      <NotificationChoice userId={OWN_ID} />
      <NotificationOffer userId={OWN_ID} />
    </div>
  ),
};
