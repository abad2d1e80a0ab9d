import type { Meta, StoryObj } from '@storybook/react-vite';
import { EllipsisVertical, Pin } from 'lucide-react';
import { fn } from 'storybook/test';

import { MenuButton } from '../../src/menu/index.ts';

const meta = {
  title: 'Menu/MenuButton',
  component: MenuButton,
  args: {
    label: 'Действия',
    icon: <EllipsisVertical size={18} aria-hidden="true" />,
    items: [
      { key: 'pin', label: 'Закрепить', icon: <Pin size={18} />, onSelect: fn() },
      { key: 'delete', label: 'Удалить', isDanger: true, onSelect: fn() },
    ],
  },
} satisfies Meta<typeof MenuButton>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Enabled: Story = {};

export const Disabled: Story = { args: { isDisabled: true } };
