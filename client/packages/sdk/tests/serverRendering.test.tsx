import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';

import { createVestnik } from '../src/client.ts';
import {
  useChat,
  useChats,
  useConnection,
  useDraft,
  useMessages,
  useOutbox,
  usePinnedMessages,
  usePresence,
  useSearch,
  useSend,
  useSession,
  useTyping,
  useUnread,
  useUser,
  VestnikProvider,
} from '../src/react/index.ts';

function Page() {
  const { status } = useSession();
  const { chats, isLoading } = useChats();
  const { chat } = useChat(1);
  const { messages, pending } = useMessages(1);
  const { hits } = useSearch({ q: 'word' });
  const { send } = useSend(1);
  const shown = [
    status,
    useConnection(),
    isLoading,
    chats.length + messages.length + pending.length + hits.length + useOutbox().length,
    useUnread().messages + usePinnedMessages(chat).length + useTyping(1).userIds.length,
    [chat, useUser(1), usePresence(1), useDraft(1).draft].every((one) => one === null),
    typeof send,
  ];
  return <p>{shown.join(' ')}</p>;
}

test('a page with all hooks is rendered by a server, which requests nothing', () => {
  let requests = 0;
  const client = createVestnik({
    realm: 'campus',
    baseUrl: 'http://chat.test',
    fetch: () => {
      requests += 1;
      return Promise.reject(new Error('not on a server'));
    },
  });
  const html = renderToString(
    <VestnikProvider client={client}>
      <Page />
    </VestnikProvider>,
  );
  expect(html).toBe('<p>loading connecting true 0 0 true function</p>');
  expect(requests).toBe(0);
});
