/** What an application with React 18 does with the hooks of the SDK alone. */
import { createVestnik } from '@vestnik/sdk';
import { VestnikProvider, useChats, useMessages, useSend } from '@vestnik/sdk/react';
import { createRoot } from 'react-dom/client';

const token = location.hash.slice(1);
const client = createVestnik({ realm: 'messenger', auth: { token: () => token } });

function NewestChat() {
  const newest = useChats().data?.at(0);
  return newest === undefined ? <p>…</p> : <Conversation chatId={newest.id} />;
}

function Conversation({ chatId }: { chatId: number }) {
  const { data: messages } = useMessages(chatId);
  const { mutate: send } = useSend(chatId);
  return (
    <main>
      {messages?.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
      <button
        onClick={() => {
          send({ text: 'from React 18' });
        }}
      >
        Send
      </button>
    </main>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <VestnikProvider client={client}>
    <NewestChat />
  </VestnikProvider>,
);
