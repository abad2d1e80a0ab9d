import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { fn } from 'storybook/test';

import {
  MESSAGE_ACTIONS,
  MessageActions,
  MessageItem,
  QuickReactions,
  type MenuAnchor,
} from '../../src/message/index.ts';
import { message, nameOf, OWN_ID } from '../fixtures.ts';

const HANDLERS = Object.fromEntries(
  MESSAGE_ACTIONS.filter((name) => name !== 'unpin').map((name) => [name, fn()]),
);

interface MenuProps {
  initialAnchor: MenuAnchor | null;
  hasReactions: boolean;
}

function Menu({ initialAnchor, hasReactions }: MenuProps) {
  const [anchor, setAnchor] = useState(initialAnchor);
  const close = () => {
    setAnchor(null);
  };
  return (
    <>
      <MessageItem
        message={message()}
        ownId={OWN_ID}
        nameOf={nameOf}
        startsGroup
        endsGroup
        onMenu={(_message, opened) => {
          setAnchor(opened);
        }}
      />
      <MessageActions
        anchor={anchor}
        handlers={HANDLERS}
        header={hasReactions ? <QuickReactions onToggle={close} onMore={close} /> : null}
        onClose={close}
      />
    </>
  );
}

const meta = {
  title: 'Message/MessageActions',
  component: Menu,
  args: { initialAnchor: null, hasReactions: true },
} satisfies Meta<typeof Menu>;

export default meta;

type Story = StoryObj<typeof meta>;

/** Press the button, the right mouse button, or hold a finger. */
export const Closed: Story = {};

export const PointerMenu: Story = { args: { initialAnchor: { x: 40, y: 80, isTouch: false } } };

export const TouchSheet: Story = { args: { initialAnchor: { x: 0, y: 0, isTouch: true } } };
