import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';

import { ConversationHeader } from '../../src/chats/index.ts';
import { chat, GROUP } from '../chatFixtures.ts';
import { OWN_ID } from '../fixtures.ts';

const meta = {
  title: 'Chats/ConversationHeader',
  component: ConversationHeader,
  args: { chat: chat(), ownId: OWN_ID, onToggleSearch: fn() },
} satisfies Meta<typeof ConversationHeader>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Private: Story = {};

export const Group: Story = { args: { chat: GROUP, onOpenDetails: fn() } };

export const Typing: Story = { args: { chat: GROUP, typingNames: ['Анна Соколова'] } };

export const Loading: Story = { args: { chat: null } };
