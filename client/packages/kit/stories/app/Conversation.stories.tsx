import type { Meta, StoryObj } from '@storybook/react-vite';
import { IconButton } from '@vestnik/ui';
import { Languages, Phone } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { fn } from 'storybook/test';

import {
  ChatNavigationProvider,
  ChatPolicyProvider,
  Conversation,
  ConversationSlotsProvider,
  useLocalNavigation,
  type ConversationSlots,
} from '../../src/app/index.ts';
import { chat, CHATS } from '../chatFixtures.ts';
import { ANNA, attachment, message } from '../fixtures.ts';
import { MemoryClient } from './MemoryClient.tsx';
import { exampleData, type MemoryServerOptions } from './memoryServer.ts';

interface OneChatProps {
  chatId?: number;
  server?: Partial<MemoryServerOptions>;
  slots?: ConversationSlots;
}

const NO_SLOTS: ConversationSlots = {};

function OneChat({ chatId = 40, server = {}, slots = NO_SLOTS }: OneChatProps) {
  return (
    <MemoryClient server={{ ...exampleData(CHATS), ...server }}>
      <Navigation chatId={chatId}>
        <ConversationSlotsProvider value={slots}>
          <div style={{ display: 'flex', maxWidth: '44rem', height: '36rem' }}>
            <Conversation chatId={chatId} />
          </div>
        </ConversationSlotsProvider>
      </Navigation>
    </MemoryClient>
  );
}

function Navigation({ chatId, children }: { chatId: number; children: ReactNode }) {
  return (
    <ChatNavigationProvider value={useLocalNavigation(chatId)}>{children}</ChatNavigationProvider>
  );
}

const meta = { title: 'App/Conversation', component: OneChat } satisfies Meta<typeof OneChat>;

export default meta;

type Story = StoryObj<typeof meta>;

const ALL_RIGHTS = chat({
  me: { can: ['send', 'attach', 'reply', 'edit', 'delete', 'react', 'pin'] },
});

export const Private: Story = { args: { server: { chats: [ALL_RIGHTS] } } };

export const Group: Story = { args: { chatId: 41 } };

export const ReadOnly: Story = { args: { server: { chats: [chat({ me: { can: [] } })] } } };

export const Empty: Story = { args: { server: { messages: [] } } };

export const Inaccessible: Story = { args: { chatId: 99 } };

export const Failed: Story = { args: { server: { failing: /messages$/ } } };

const PICTURES_ONLY = { files: 'images', maxMessageLength: 200 } as const;

/** An application that offers less than its realm. */
export const OffersLess: Story = {
  render: (args) => (
    <ChatPolicyProvider value={PICTURES_ONLY}>
      <OneChat {...args} />
    </ChatPolicyProvider>
  ),
};

const POLL = attachment({ id: 90, name: 'poll.json', mime: 'application/vnd.example.poll+json' });

function Translatable({ original }: { original: ReactNode }) {
  const [isTranslated, setTranslated] = useState(false);
  return (
    <>
      {isTranslated ? <p>Good afternoon! There is a test tomorrow.</p> : original}
      <button
        type="button"
        onClick={() => {
          setTranslated(!isTranslated);
        }}
      >
        Перевод
      </button>
    </>
  );
}

const SLOTS: ConversationSlots = {
  renderMessage: ({ id, text }, original) =>
    text === 'Секрет' ? null : <div data-message-id={id}>{original}</div>,
  renderText: ({ author_id }, original) =>
    author_id === ANNA.id ? <Translatable original={original} /> : original,
  renderAttachment: ({ mime }) =>
    mime === POLL.mime ? <strong>Опрос: 3 ответа</strong> : undefined,
  messageActions: ({ text }) => [
    {
      key: 'translate',
      label: 'Перевести',
      icon: <Languages size={18} aria-hidden="true" />,
      onSelect: () => {
        document.title = text;
      },
    },
  ],
  renderComposer: ({ member_count }, original) => (
    <div role="group" aria-label={`Ответ для ${member_count - 1}`}>
      {original}
    </div>
  ),
  attachItems: ({ id }) => [
    {
      key: 'poll',
      label: 'Опрос',
      onSelect: () => {
        document.title = `Опрос в чате ${id}`;
      },
    },
  ],
  composerBanner: () => <p>Ответим в течение часа.</p>,
  headerActions: () => (
    <IconButton label="Позвонить" onClick={fn()}>
      <Phone size={20} aria-hidden="true" />
    </IconButton>
  ),
  emptyState: ({ id }) => <p>Напишите первым в чат {id}.</p>,
};

const FOR_SLOTS = {
  chats: [ALL_RIGHTS],
  messages: [
    message({ id: 801, text: 'Добрый день! Завтра контрольная.' }),
    message({ id: 802, text: 'Секрет' }),
    message({ id: 803, text: '', attachments: [POLL, attachment()] }),
  ],
};

const INNER_SLOTS: ConversationSlots = {
  renderText: (_message, original) => <div data-wrapped>{original}</div>,
  attachItems: () => [{ key: 'task', label: 'Задание', onSelect: fn() }],
  composerBanner: () => <p>Сегодня до 18:00.</p>,
};

/** A part of an application adds to what the whole of it adds. */
export const NestedSlots: Story = {
  args: { slots: INNER_SLOTS, server: FOR_SLOTS },
  render: (args) => (
    <ConversationSlotsProvider value={SLOTS}>
      <OneChat {...args} />
    </ConversationSlotsProvider>
  ),
};

/** What an application draws itself or adds. */
export const Slots: Story = { args: { slots: SLOTS, server: FOR_SLOTS } };

export const SlotsWithoutMessages: Story = {
  args: { slots: SLOTS, server: { ...FOR_SLOTS, messages: [] } },
};
