/** The school's chat: `EventSource` and `fetch`, with the token in a cookie that scripts do not see. */
import { useEffect, useState } from 'react';

export interface Message {
  readonly id: number | string;
  readonly sender_id: number;
  readonly content: string;
  readonly created_at: string;
  /** Shown before the server has answered. */
  readonly pending?: true;
}

export interface ChatState {
  readonly messages: readonly Message[];
  readonly hasMore: boolean;
  /** Whether the stream is open. */
  readonly isLive: boolean;
  readonly send: (content: string) => Promise<void>;
  readonly remove: (id: number | string) => Promise<void>;
  readonly loadOlder: () => Promise<void>;
}

interface Page {
  readonly messages: readonly Message[];
  readonly has_more: boolean;
}

interface NewMessage {
  readonly chat_id: number;
  readonly message: Message;
}

interface MessageDeleted {
  readonly chat_id: number;
  readonly message_id: number;
}

export function useChat(chatId: number, userId: number, limit: number): ChatState {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const [hasMore, setHasMore] = useState(false);
  const [isLive, setLive] = useState(false);

  useEffect(() => {
    void fetch(`/api/chats/${chatId}/messages?limit=${limit}`)
      .then((res) => res.json() as Promise<Page>)
      .then((page) => {
        setMessages(page.messages);
        setHasMore(page.has_more);
      });
  }, [chatId, limit]);

  useEffect(() => {
    const eventSource = new EventSource('/api/events/chat', { withCredentials: true });
    eventSource.onopen = () => {
      setLive(true);
    };
    eventSource.onerror = () => {
      setLive(false);
    };
    eventSource.addEventListener('new_message', (e) => {
      const { chat_id, message } = JSON.parse(e.data as string) as NewMessage;
      if (chat_id === chatId) setMessages((prev) => [...prev, message]);
    });
    eventSource.addEventListener('message_deleted', (e) => {
      const { message_id } = JSON.parse(e.data as string) as MessageDeleted;
      setMessages((prev) => prev.filter(({ id }) => id !== message_id));
    });
    return () => {
      eventSource.close();
    };
  }, [chatId]);

  const send = async (content: string): Promise<void> => {
    const temporary: Message = {
      id: `temp-${Date.now()}`,
      sender_id: userId,
      content,
      created_at: new Date().toISOString(),
      pending: true,
    };
    setMessages((prev) => [...prev, temporary]);
    const response = await fetch('/api/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ chat_id: chatId, content }),
    });
    const saved = (await response.json()) as Message;
    setMessages((prev) => prev.map((one) => (one.id === temporary.id ? saved : one)));
  };

  const remove = async (id: number | string): Promise<void> => {
    await fetch(`/api/messages/${id}`, { method: 'DELETE' });
  };

  const loadOlder = async (): Promise<void> => {
    const oldest = messages[0]?.id ?? '';
    const path = `/api/chats/${chatId}/messages?limit=${limit}&before_id=${oldest}`;
    const page = (await (await fetch(path)).json()) as Page;
    setMessages((prev) => [...page.messages, ...prev]);
    setHasMore(page.has_more);
  };

  return { messages, hasMore, isLive, send, remove, loadOlder };
}
