import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';

import { ChatListItem, ChatListSections, type ChatActions } from '../../src/chats/index.ts';
import ListingSections from '../../src/chats/ListingSections.tsx';
import { chat, CHATS } from '../chatFixtures.ts';
import { ANNA, OWN_ID } from '../fixtures.ts';

const ACTIONS: ChatActions = {
  onPin: fn(),
  onMute: fn(),
  onUnmute: fn(),
  onArchive: fn(),
  onMarkRead: fn(),
  onDetails: fn(),
  onLeave: fn(),
  onHide: fn(),
};

interface ListProps {
  actions?: ChatActions;
  typingNames?: readonly string[] | null;
  note?: string;
}

function List({ actions, typingNames = null, note }: ListProps) {
  return (
    <nav aria-label="Чаты" style={{ maxWidth: '24rem' }}>
      <ChatListSections chats={CHATS}>
        {(chat) => (
          <ChatListItem
            key={chat.id}
            chat={chat}
            ownId={OWN_ID}
            isCurrent={chat.id === 42}
            typingNames={typingNames}
            authorName={ANNA.name}
            note={note}
            actions={actions}
            link={(props) => <a {...props} href={`#/chats/${chat.id}`} />}
          />
        )}
      </ChatListSections>
    </nav>
  );
}

const meta = { title: 'Chats/ChatList', component: List } satisfies Meta<typeof List>;

export default meta;

type Story = StoryObj<typeof meta>;

export const WithMenus: Story = { args: { actions: ACTIONS } };

export const WithoutMenus: Story = {};

/** Behind a title without room for it, a note is left out. */
export const WithRoles: Story = { args: { actions: ACTIONS, note: 'Преподаватель' } };

export const Typing: Story = { args: { typingNames: ['Анна Соколова', 'Вера Лебедева'] } };

const LISTING = { id: 7, title: 'iPhone 13', seller_id: OWN_ID };

/** The chats about one listing together. */
export const ByListing: Story = {
  render: () => (
    <nav aria-label="Чаты" style={{ maxWidth: '24rem' }}>
      <ListingSections
        chats={[chat({ id: 51, type: 'listing', listing: LISTING, unread_count: 2 })]}
        title={({ listing }) => listing?.title ?? null}
      >
        {(one) => (
          <ChatListItem
            key={one.id}
            chat={one}
            ownId={OWN_ID}
            link={(props) => <a {...props} href={`#/chats/${one.id}`} />}
          />
        )}
      </ListingSections>
    </nav>
  ),
};
