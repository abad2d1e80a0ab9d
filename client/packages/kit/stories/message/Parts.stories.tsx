import type { Meta, StoryObj } from '@storybook/react-vite';
import { Avatar } from '@vestnik/ui';
import { fn } from 'storybook/test';

import { KitStringsProvider, type KitReplacements } from '../../src/app/hostStrings/index.tsx';
import {
  DeliveryMark,
  ForwardedFrom,
  ImageGrid,
  MessageActionsButton,
  MessageBubble,
  MessageFrame,
  MessageItem,
  PictureGrid,
  QuoteBlock,
  SystemMessage,
} from '../../src/message/index.ts';
import { ANNA, image, message, nameOf, OWN_ID } from '../fixtures.ts';

const meta = { title: 'Message/Parts' } satisfies Meta;

export default meta;

const TIME = '2026-03-02T12:30:00Z';
const QUOTE = { id: 801, uuid: '', author_id: ANNA.id, excerpt: 'Когда сдавать?' };
const FRAME = {
  author: ANNA.name,
  shownName: ANNA.name,
  createdAt: TIME,
  side: 'start',
  isOwn: false,
  isDeleted: false,
  endsGroup: true,
  delivery: null,
} as const;

export const Bubble: StoryObj = {
  render: () => (
    <MessageBubble
      {...FRAME}
      content="Завтра, до **полудня**."
      avatar={<Avatar id={ANNA.id} name={ANNA.name} size="s" />}
      quote={<QuoteBlock quote={QUOTE} author="Борис Ковалёв" onJump={fn()} />}
      action={<MessageActionsButton onMenu={fn()} />}
    />
  ),
};

/** For texts that a host draws itself. */
export const Frame: StoryObj = {
  render: () => <MessageFrame {...FRAME} isOwn side="end" delivery="read" text={<em>Свой</em>} />,
};

export const DeletedForAdmins: StoryObj = {
  render: () => <MessageBubble {...FRAME} isDeleted content="Прежний текст" />,
};

export const Quotes: StoryObj = {
  render: () => (
    <>
      <QuoteBlock quote={QUOTE} author={ANNA.name} />
      <QuoteBlock quote={{ ...QUOTE, excerpt: '' }} author={ANNA.name} />
      <ForwardedFrom author={ANNA.name} onOpen={fn()} />
    </>
  ),
};

export const Deliveries: StoryObj = {
  render: () => (
    <>
      {(['pending', 'failed', 'sent', 'read'] as const).map((delivery) => (
        <DeliveryMark key={delivery} delivery={delivery} />
      ))}
    </>
  ),
};

export const System: StoryObj = {
  render: () => <SystemMessage createdAt={TIME}>Анна Соколова создала группу</SystemMessage>,
};

export const Images: StoryObj = {
  render: () => <ImageGrid images={[image(1), image(2, 900, 1600)]} onOpen={fn()} />,
};

/** Cells of a host. */
export const Pictures: StoryObj = {
  render: () => (
    <PictureGrid
      images={[image(1), image(2), image(3)]}
      cell={({ id, url, name }) => (
        <img key={id} src={url} alt={name} style={{ width: '100%', height: '100%' }} />
      )}
    />
  ),
};

const REPLACEMENTS: KitReplacements = {
  message: { ru: { deletedMessage: 'Здесь ничего нет' }, en: { deletedMessage: 'Nothing here' } },
};

export const OwnWords: StoryObj = {
  render: () => (
    <KitStringsProvider replacements={REPLACEMENTS}>
      <MessageItem
        message={message({ text: '', deleted_at: TIME })}
        ownId={OWN_ID}
        nameOf={nameOf}
        startsGroup
        endsGroup
      />
    </KitStringsProvider>
  ),
};
