import type { Meta, StoryObj } from '@storybook/react-vite';
import { useRef } from 'react';
import { fn } from 'storybook/test';

import { useMessageKeys } from '../../src/app/conversation/timeline/useMessageKeys.ts';
import {
  DayDivider,
  JumpToNewest,
  MessageItem,
  PinnedBar,
  SelectionBar,
  UnreadDivider,
} from '../../src/message/index.ts';
import { BORIS, message, nameOf, OWN_ID, VOICE } from '../fixtures.ts';

function Log() {
  const item = { ownId: OWN_ID, nameOf, startsGroup: true, endsGroup: true, onMenu: fn() };
  return (
    <div style={{ position: 'relative', minHeight: 320 }}>
      <DayDivider date="2026-03-02T12:30:00Z" />
      <MessageItem {...item} message={message()} />
      <MessageItem
        {...item}
        message={message({ id: 814, author_id: BORIS.id, text: 'Спасибо!' })}
        delivery="read"
      />
      <UnreadDivider />
      <MessageItem {...item} message={message({ id: 815, text: 'До встречи.' })} />
      <JumpToNewest isAway newCount={3} onJump={fn()} />
    </div>
  );
}

/** One tab stop; arrow keys move among the messages and what is in them. */
function KeyboardLog() {
  const log = useRef<HTMLDivElement>(null);
  const item = { ownId: OWN_ID, nameOf, startsGroup: true, endsGroup: true, isRoving: true };
  return (
    <div ref={log} role="log" {...useMessageKeys(log)}>
      <MessageItem {...item} message={message()} />
      <MessageItem {...item} message={message({ id: 814, text: '', attachments: [VOICE] })} />
    </div>
  );
}

const meta = { title: 'Message/Log', component: Log } satisfies Meta<typeof Log>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Dividers: Story = {};

export const Keyboard: Story = { render: () => <KeyboardLog /> };

export const Pinned: Story = {
  render: () => (
    <PinnedBar
      messages={[message(), message({ id: 814, text: 'Второе закреплённое' })]}
      onJump={fn()}
      onUnpin={fn()}
    />
  ),
};

export const PinnedReadOnly: Story = {
  render: () => <PinnedBar messages={[message()]} onJump={fn()} />,
};

export const Selection: Story = {
  render: () => (
    <SelectionBar count={2} onCopy={fn()} onForward={fn()} onDelete={fn()} onCancel={fn()} />
  ),
};

export const SelectionInNarrowChat: Story = {
  render: () => (
    <div style={{ width: 280 }}>
      <SelectionBar count={21} onCopy={fn()} onForward={fn()} onDelete={fn()} onCancel={fn()} />
    </div>
  ),
};
