import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ScheduledMessage } from '@vestnik/sdk/model';
import { useChat } from '@vestnik/sdk/react';

import { useComposition } from '../../src/app/conversation/composer/useComposition.ts';
import { useConversationView } from '../../src/app/conversation/conversationView.ts';
import { Scheduled } from '../../src/app/conversation/scheduled/Scheduled.tsx';
import { SendMenu } from '../../src/app/conversation/scheduled/SendMenu.tsx';
import { Composer } from '../../src/composer/index.ts';
import { CHATS } from '../chatFixtures.ts';
import { attachment } from '../fixtures.ts';
import { MemoryClient } from './MemoryClient.tsx';
import { exampleData } from './memoryServer.ts';

const CHAT_ID = 40;

function scheduled(fields: Partial<ScheduledMessage>): ScheduledMessage {
  return {
    id: 1,
    chat_id: CHAT_ID,
    text: 'С днём рождения!',
    attachments: [],
    reply_to: null,
    send_at: '2030-12-01T06:00:00.000Z',
    state: 'waiting',
    ...fields,
  };
}

const MESSAGES = [
  scheduled({ attachments: [attachment({ name: 'открытка.png' })] }),
  scheduled({ id: 2, text: 'Напоминаю о собрании.', state: 'failed' }),
];

/** The composer with all that a conversation has of messages that are sent later. */
function Sending() {
  const { data: chat = null } = useChat(CHAT_ID);
  const view = useConversationView(chat);
  const composition = useComposition(CHAT_ID);
  const { text, setText, send } = composition;
  return (
    <section aria-label="Чат" style={{ maxWidth: '40rem' }}>
      <Scheduled {...{ chat, view, composition }} />
      <Composer
        text={text}
        onText={setText}
        onSend={send}
        sendOptions={chat && ((take) => <SendMenu {...{ take, chat, composition }} />)}
      />
    </section>
  );
}

const meta = {
  title: 'App/Scheduled',
  component: Sending,
  decorators: [
    (Story) => (
      <MemoryClient server={{ ...exampleData(CHATS), scheduled: MESSAGES }}>
        <Story />
      </MemoryClient>
    ),
  ],
} satisfies Meta<typeof Sending>;

export default meta;

/** A right click or a long press of «Send» and the button beside it open the menu. */
export const Waiting: StoryObj<typeof meta> = {};
