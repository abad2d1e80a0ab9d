/** The hook of the university's front end, with the token in the URL and reconnecting by itself. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Message {
  readonly id: string;
  readonly conversation_id: string;
  readonly sender_id: number;
  readonly text: string | null;
  readonly reply_to: string | null;
  readonly is_edited: boolean;
  readonly created_at: string;
}

export interface WebSocketOptions {
  readonly conversationId: string;
  readonly onMessage: (message: Message) => void;
  readonly onOpen?: () => void;
  readonly onClose?: () => void;
  readonly onError?: (error: string) => void;
}

export interface WebSocketState {
  readonly isConnected: boolean;
  readonly sendMessage: (text: string, replyTo: string | null) => void;
  readonly disconnect: () => void;
  readonly error: string | null;
}

const MAX_ATTEMPTS = 5;

/** The token, where the log-in has left it. */
export function accessToken(): string {
  const auth = JSON.parse(localStorage.getItem('auth_data') ?? '{}') as { access?: string };
  return auth.access ?? '';
}

function socketUrl(conversationId: string): string {
  const server = location.origin.replace('http', 'ws');
  const path = `/api/unet-chat/ws/conversations/${conversationId}/`;
  return `${server}${path}?WWW-Authenticate=Bearer%20${accessToken()}`;
}

export function useWebSocket(options: WebSocketOptions): WebSocketState {
  const { conversationId } = options;
  const [isConnected, setConnected] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const socket = useRef<WebSocket | null>(null);
  const attempts = useRef(0);
  const isWanted = useRef(true);
  const callbacks = useRef(options);
  useEffect(() => {
    callbacks.current = options;
  });

  useEffect(() => {
    isWanted.current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connect = (): void => {
      const ws = new WebSocket(socketUrl(conversationId));
      socket.current = ws;
      ws.onopen = () => {
        attempts.current = 0;
        setConnected(true);
        setError(null);
        callbacks.current.onOpen?.();
      };
      ws.onmessage = (e: MessageEvent<string>) => {
        const { type, payload } = JSON.parse(e.data) as { type: string; payload: Message };
        if (type === 'message:new') callbacks.current.onMessage(payload);
      };
      ws.onerror = () => {
        setError('WebSocket error');
        callbacks.current.onError?.('WebSocket error');
      };
      ws.onclose = () => {
        setConnected(false);
        callbacks.current.onClose?.();
        if (!isWanted.current || attempts.current >= MAX_ATTEMPTS) return;
        timer = setTimeout(connect, 500 * 2 ** attempts.current);
        attempts.current += 1;
      };
    };
    connect();
    return () => {
      isWanted.current = false;
      clearTimeout(timer);
      socket.current?.close();
    };
  }, [conversationId]);

  const sendMessage = useCallback((text: string, replyTo: string | null) => {
    socket.current?.send(JSON.stringify({ text, reply_to: replyTo }));
  }, []);

  const disconnect = useCallback(() => {
    isWanted.current = false;
    socket.current?.close();
  }, []);

  return { isConnected, sendMessage, disconnect, error };
}
