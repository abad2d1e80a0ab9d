import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { fn } from 'storybook/test';

import {
  MESSAGE_ACTIONS,
  MessageActions,
  MessageItem,
  QuickReactions,
  type MenuPlace,
} from '../../src/message/index.ts';
import { message, nameOf, OWN_ID } from '../fixtures.ts';

const HANDLERS = Object.fromEntries(
  MESSAGE_ACTIONS.filter((name) => name !== 'unpin').map((name) => [name, fn()]),
);

interface MenuProps {
  initialPlace: MenuPlace | null;
  hasReactions: boolean;
}

function Menu({ initialPlace, hasReactions }: MenuProps) {
  const [place, setPlace] = useState(initialPlace);
  const close = () => {
    setPlace(null);
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
          setPlace(opened);
        }}
      />
      <MessageActions
        place={place}
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
  args: { initialPlace: null, hasReactions: true },
} satisfies Meta<typeof Menu>;

export default meta;

type Story = StoryObj<typeof meta>;

/** Press the button, the right mouse button, or hold a finger. */
export const Closed: Story = {};

export const PointerMenu: Story = { args: { initialPlace: { x: 40, y: 80, isTouch: false } } };

export const TouchSheet: Story = { args: { initialPlace: { x: 0, y: 0, isTouch: true } } };
