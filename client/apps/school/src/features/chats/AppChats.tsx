import { ChatList, ChatsPage, Conversation, NotificationOffer } from '@vestnik/kit/app';
import { lazyPart } from '@vestnik/kit/lazyPart';
import type { Account } from '@vestnik/sdk';
import { useChat } from '@vestnik/sdk/react';
import { EmptyState } from '@vestnik/ui';
import { useAddressParam } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';
import { MessagesSquare } from 'lucide-react';
import { Suspense } from 'react';

import { useAddressText } from '../../address/index.ts';
import { useApp } from '../../app/useApp.ts';
import { areNotificationsOffered } from '../../app/areNotificationsOffered.ts';
import { strings } from './strings.ts';

const DeletedSwitch = lazyPart(() => import('./DeletedSwitch.tsx'));
const DeletedTexts = lazyPart(() => import('./DeletedTexts.tsx'));

/** The page of chats, with what the school adds to that of the kit. */
export function AppChats({ user }: { user: Account }) {
  return useApp().isSchool ? <SchoolChats user={user} /> : <PlainChats user={user} />;
}

function PlainChats({ user }: { user: Account }) {
  return (
    <ChatsPage
      list={<PlainChatList />}
      conversation={(chatId) => (
        <Conversation key={chatId} chatId={chatId} notice={<Notice user={user} />} />
      )}
    />
  );
}

function Notice({ user }: { user: Account }) {
  const app = useApp();
  return areNotificationsOffered(app, user) && user.notifications.push ? (
    <NotificationOffer userId={user.id} />
  ) : null;
}

/** The search is in the address. */
function PlainChatList() {
  const [query, setQuery] = useAddressText('q');
  return <ChatList query={query} onQuery={setQuery} />;
}

function SchoolChats({ user }: { user: Account }) {
  return (
    <ChatsPage
      list={<SchoolChatList />}
      conversation={(chatId) => <SchoolConversation key={chatId} chatId={chatId} user={user} />}
    />
  );
}

function SchoolChatList() {
  const t = useStrings(strings);
  const [query, setQuery] = useAddressText('q');
  return (
    <ChatList
      query={query}
      onQuery={setQuery}
      emptyState={
        <EmptyState icon={<MessagesSquare size={28} />} title={t.noChats}>
          {t.noChatsHint}
        </EmptyState>
      }
    />
  );
}

/** An admin who observes a chat can read its deleted messages. */
function SchoolConversation({ chatId, user }: { chatId: number; user: Account }) {
  const { data: chat } = useChat(chatId);
  const [deleted, setDeleted] = useAddressParam('deleted');
  const readsDeleted = user.role === 'admin' && chat?.me.role === null;
  const showsDeleted = deleted === '1';
  return (
    <Conversation
      chatId={chatId}
      notice={<Notice user={user} />}
      headerActions={
        readsDeleted ? (
          <Suspense>
            <DeletedSwitch
              isOn={showsDeleted}
              onChange={(isOn) => {
                setDeleted(isOn ? '1' : '');
              }}
            />
          </Suspense>
        ) : undefined
      }
      {...(showsDeleted && { messageFilter: DeletedTexts })}
    />
  );
}
