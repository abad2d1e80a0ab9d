import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';

import { ForwardDialog, ReadersList } from '../../src/message/index.ts';
import { PEOPLE, READERS } from '../fixtures.ts';

const nameOf = (userId: number) => PEOPLE.find(({ id }) => id === userId)?.name ?? '';

const meta = {
  title: 'Message/Dialogs',
  component: ReadersList,
  args: { isOpen: true, readers: READERS, nameOf, onClose: fn() },
} satisfies Meta<typeof ReadersList>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Readers: Story = { args: { onLoadMore: fn() } };

export const ReadersLoading: Story = { args: { readers: null } };

export const NoReaders: Story = { args: { readers: [] } };

export const Forward: Story = {
  render: () => (
    <ForwardDialog
      isOpen
      chats={[
        { id: 1, title: 'Анна Соколова' },
        { id: 2, title: '9 «А»: математика' },
      ]}
      onForward={fn()}
      onClose={fn()}
    />
  ),
};
