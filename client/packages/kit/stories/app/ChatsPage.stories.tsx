import type { Meta, StoryObj } from '@storybook/react-vite';

import { ChatNavigationProvider, ChatsPage, useLocalNavigation } from '../../src/app/index.ts';
import { CHATS } from '../chatFixtures.ts';
import { MemoryClient } from './MemoryClient.tsx';
import { exampleData, type MemoryServerOptions } from './memoryServer.ts';

interface PageProps {
  chatId?: number | null;
  width?: string;
  server?: Partial<MemoryServerOptions>;
}

function Page({ chatId = null, width = '100%', server = {} }: PageProps) {
  return (
    <MemoryClient server={{ ...exampleData(CHATS), ...server }}>
      <div style={{ width, height: '36rem' }}>
        <OpenPage chatId={chatId} />
      </div>
    </MemoryClient>
  );
}

function OpenPage({ chatId }: { chatId: number | null }) {
  return (
    <ChatNavigationProvider value={useLocalNavigation(chatId)}>
      <ChatsPage />
    </ChatNavigationProvider>
  );
}

const meta = { title: 'App/ChatsPage', component: Page } satisfies Meta<typeof Page>;

export default meta;

type Story = StoryObj<typeof meta>;

export const NoneOpen: Story = {};

export const Open: Story = { args: { chatId: 40 } };

export const NarrowList: Story = { args: { width: '24rem' } };

export const NarrowConversation: Story = { args: { width: '24rem', chatId: 41 } };

export const NoChats: Story = { args: { server: { chats: [], messages: [] } } };

export const Loading: Story = { args: { server: { silent: /^\/chats/ } } };

export const Failed: Story = { args: { server: { failing: /^\/chats/ } } };
