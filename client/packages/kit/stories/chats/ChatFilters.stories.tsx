import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';

import { ChatFilters } from '../../src/chats/index.ts';

const meta = {
  title: 'Chats/ChatFilters',
  component: ChatFilters,
  args: { value: 'all', onChange: fn(), counts: { all: 3, unread: 3, groups: 1 } },
} satisfies Meta<typeof ChatFilters>;

export default meta;

export const All: StoryObj<typeof meta> = {};

export const Archived: StoryObj<typeof meta> = { args: { value: 'archived', counts: {} } };
