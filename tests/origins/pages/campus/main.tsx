/** A conversation of the university's front end at `/?conversation=…`. */
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { accessToken, type Message, useWebSocket } from './useWebSocket.ts';

async function getMessages(conversationId: string): Promise<readonly Message[]> {
  const response = await fetch(`/api/unet-chat/messages/${conversationId}`, {
    headers: { Authorization: `Bearer ${accessToken()}` },
  });
  return (await response.json()) as readonly Message[];
}

function ChatMessages({ conversationId }: { readonly conversationId: string }) {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const [text, setText] = useState('');
  const load = (): void => {
    void getMessages(conversationId).then(setMessages);
  };
  const { isConnected, sendMessage, disconnect } = useWebSocket({
    conversationId,
    // What came while there was no connection is in the history.
    onOpen: load,
    onMessage: (message) => {
      setMessages((prev) => [...prev.filter(({ id }) => id !== message.id), message]);
    },
  });
  useEffect(load, [conversationId]);

  return (
    <div>
      <p role="status">{isConnected ? 'Подключено' : 'Отключено'}</p>
      <ul>
        {messages.map((message) => (
          <li key={message.id} data-reply-to={message.reply_to}>
            {message.text}
          </li>
        ))}
      </ul>
      <input
        aria-label="Сообщение"
        value={text}
        onChange={(e) => {
          setText(e.target.value);
        }}
      />
      <button
        onClick={() => {
          sendMessage(text, null);
          setText('');
        }}
      >
        Отправить
      </button>
      <button
        onClick={() => {
          sendMessage(text, messages.at(-1)?.id ?? null);
        }}
      >
        Ответить
      </button>
      <button onClick={disconnect}>Отключиться</button>
    </div>
  );
}

const root = document.getElementById('root');
const conversationId = new URLSearchParams(location.search).get('conversation');
if (root !== null && conversationId !== null) {
  createRoot(root).render(<ChatMessages conversationId={conversationId} />);
}
