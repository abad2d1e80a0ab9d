import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';

import { EmojiPicker, QuickReactions, Reactions } from '../../src/message/index.ts';

const meta = {
  title: 'Message/Reactions',
  component: Reactions,
  args: {
    reactions: [
      { emoji: '👍', count: 12, mine: true },
      { emoji: '❤️', count: 3, mine: false },
      { emoji: '🎉', count: 1, mine: false },
    ],
    onToggle: fn(),
    onAdd: fn(),
  },
} satisfies Meta<typeof Reactions>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Chips: Story = {};

export const ReadOnly: Story = {
  render: ({ reactions }) => <Reactions reactions={reactions} />,
};

export const Quick: Story = {
  render: ({ reactions }) => <QuickReactions reactions={reactions} onToggle={fn()} onMore={fn()} />,
};

export const Picker: Story = { render: () => <EmojiPicker onPick={fn()} /> };
