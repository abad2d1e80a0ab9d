import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { fn } from 'storybook/test';

import { FailureNote, MessageItem } from '../../src/message/index.ts';
import { ANNA, attachment, BORIS, image, message, nameOf, OWN_ID, VOICE } from '../fixtures.ts';

const meta = {
  title: 'Message/MessageItem',
  component: MessageItem,
  args: {
    message: message(),
    ownId: OWN_ID,
    nameOf,
    startsGroup: true,
    endsGroup: true,
    onMenu: fn(),
    onQuote: fn(),
    onReaction: fn(),
    onAddReaction: fn(),
    onOpenImage: fn(),
  },
} satisfies Meta<typeof MessageItem>;

export default meta;

type Story = StoryObj<typeof meta>;

const own = (changes: Parameters<typeof message>[0] = {}) =>
  message({ author_id: BORIS.id, text: 'Спасибо, посмотрю сегодня.', ...changes });

const quote = (excerpt: string) => ({
  id: 801,
  uuid: '00000000-0000-4000-8000-000000000801',
  author_id: ANNA.id,
  excerpt,
});

export const FromAnother: Story = {};

export const InGroup: Story = { args: { showsAuthors: true, onPerson: fn() } };

export const Sending: Story = { args: { message: own(), delivery: 'pending' } };

export const Sent: Story = { args: { message: own(), delivery: 'sent' } };

export const Read: Story = { args: { message: own(), delivery: 'read' } };

export const Failed: Story = {
  args: {
    message: own(),
    delivery: 'failed',
    note: <FailureNote reason={null} onRetry={fn()} onDiscard={fn()} />,
  },
};

export const Edited: Story = {
  args: { message: own({ edited_at: '2026-03-02T12:31:00Z' }), delivery: 'sent' },
};

export const Deleted: Story = {
  args: { message: message({ text: '', deleted_at: '2026-03-02T12:31:00Z' }) },
};

export const Reply: Story = {
  args: {
    message: own({ reply_to: quote('Когда сдавать?') }),
    delivery: 'read',
  },
};

export const ReplyToDeleted: Story = {
  args: { message: message({ reply_to: quote('') }) },
};

export const Forwarded: Story = {
  args: {
    message: message({ forwarded_from: { message_id: 1, author_id: BORIS.id, chat_id: 2 } }),
  },
};

export const WithReactions: Story = {
  args: {
    message: message({
      reactions: [
        { emoji: '👍', count: 2, mine: true },
        { emoji: '🎉', count: 1, mine: false },
      ],
    }),
  },
};

export const WithImages: Story = {
  args: { message: message({ attachments: [image(1), image(2, 900, 1600), image(3)] }) },
};

export const ImageAlone: Story = {
  args: { message: message({ text: '', attachments: [image(4)] }) },
};

export const Voice: Story = {
  args: { message: own({ type: 'voice', text: '', attachments: [VOICE] }), delivery: 'sent' },
};

export const Target: Story = { args: { isTarget: true } };

export const Selected: Story = { args: { isSelected: true, onSelect: fn() } };

export const NotSelected: Story = {
  args: { message: own(), delivery: 'read', isSelected: false, onSelect: fn() },
};

/** A press anywhere on the message selects it. */
export const SelectingImages: Story = {
  args: { message: message({ attachments: [image(1), attachment()] }), onOpenImage: fn() },
  render: function SelectingImages(args) {
    const [isSelected, setIsSelected] = useState(false);
    return (
      <MessageItem
        {...args}
        isSelected={isSelected}
        onSelect={() => {
          setIsSelected(!isSelected);
        }}
      />
    );
  },
};

export const System: Story = {
  args: {
    message: message({ type: 'system', author_id: null, text: 'Анна Соколова создала группу' }),
  },
};

export const LongWord: Story = { args: { message: message({ text: 'а'.repeat(400) }) } };
