/** The school's chat at `/?chat=…&user=…&limit=…`. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

import { useChat } from './useChat.ts';

interface Props {
  readonly chatId: number;
  readonly userId: number;
  readonly limit: number;
}

function Chat({ chatId, userId, limit }: Props) {
  const { messages, hasMore, isLive, send, remove, loadOlder } = useChat(chatId, userId, limit);
  const [inputText, setInputText] = useState('');

  const handleSend = async (): Promise<void> => {
    setInputText('');
    await send(inputText);
  };

  return (
    <div>
      <p role="status">{isLive ? 'на связи' : 'нет связи'}</p>
      {hasMore && <button onClick={() => void loadOlder()}>Раньше</button>}
      <ul>
        {messages.map(({ id, content, pending }) => (
          <li key={id} data-id={id} data-pending={pending}>
            <span>{content}</span>
            <button onClick={() => void remove(id)}>Удалить</button>
          </li>
        ))}
      </ul>
      <input
        aria-label="Сообщение"
        value={inputText}
        onChange={(e) => {
          setInputText(e.target.value);
        }}
      />
      <button onClick={() => void handleSend()}>Отправить</button>
    </div>
  );
}

const root = document.getElementById('root');
const query = new URLSearchParams(location.search);
const number = (name: string): number => Number(query.get(name));
if (root !== null) {
  createRoot(root).render(
    <Chat chatId={number('chat')} userId={number('user')} limit={number('limit')} />,
  );
}
