/* eslint-disable react-hooks/refs, react-hooks/immutability -- the socket calls back, after rendering */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';

import { accessToken, renewToken } from '../model/services/auth.ts';
import { getConversation } from '../model/services/chatAPI.ts';
import { applyFrame, lastEventOf, noteRemoval } from '../model/services/chatQueries.ts';
import { baseUrl } from '../model/services/config.ts';
import type { Message, ServerFrame } from '../model/types/chat.ts';
import { ChatSocket, type SocketFailure, type SocketStatus } from './chatSocket.ts';
import { currentOutbox, onSent, register, typists } from './live.ts';
import { refusalOf } from './refusal.ts';

export interface UseWebSocketOptions {
  readonly conversationId: string;
  /** Each new message, one's own too. */
  readonly onMessage?: (message: Message) => void;
  /** It failed for good, or the server refused something. */
  readonly onError?: (error: WebSocketError) => void;
  readonly onOpen?: () => void;
  /** It was lost, or ended; it may come back. */
  readonly onClose?: () => void;
  /** Everything that the server says. */
  readonly onFrame?: (frame: ServerFrame) => void;
  /** Not before what it goes on from is here. */
  readonly isEnabled?: boolean;
}

/** What happened, by a word to branch on. */
export class WebSocketError extends Error {
  override readonly name = 'WebSocketError';
  readonly code: SocketFailure | 'refused';

  constructor(code: SocketFailure | 'refused', message: string) {
    super(message);
    this.code = code;
  }
}

export interface UseWebSocket {
  readonly isConnected: boolean;
  /** `waiting`: it was lost, and comes back by itself. */
  readonly status: SocketStatus['name'];
  /** Why it does not come back by itself. */
  readonly error: WebSocketError | null;
  /** Also without a connection: it is kept, and sent as soon as may be. */
  readonly sendMessage: (text: string, replyTo?: string | null) => void;
  readonly sendTyping: (isTyping: boolean) => void;
  /** False where it could not be told: REST can. */
  readonly sendRead: () => boolean;
  readonly disconnect: () => void;
  /** Tries again at once. */
  readonly reconnect: () => void;
}

/**
 * Follows one conversation while the component is there. Brings the caches of the hooks over them
 * up to date, comes back after a loss (up to five times in a row, later each time) after the last
 * event seen, and not where one was removed.
 */
export function useWebSocket(options: UseWebSocketOptions): UseWebSocket {
  const { conversationId, isEnabled = true } = options;
  const queries = useQueryClient();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const socket = useMemo(() => {
    /** For whoever uses no history: where to go on. */
    let seen: string | null = null;
    return new ChatSocket({
      url: (token, after) => socketUrl(conversationId, token, after),
      token: accessToken,
      renew: renewToken,
      ask: async () => {
        try {
          await getConversation(conversationId);
          return 'welcome';
        } catch (error) {
          return refusalOf(error);
        }
      },
      after: () => lastEventOf(queries, conversationId) ?? seen,
      onFrame: (frame) => {
        seen = frame.id ?? (frame.type === 'reset' ? null : seen);
        hear(conversationId, frame);
        applyFrame(queries, conversationId, frame);
        tell(latest.current, frame);
      },
    });
  }, [conversationId, queries]);

  useEffect(() => {
    if (!isEnabled) return undefined;
    const stopLooking = socket.status.subscribe(() => {
      if (isRemoved(socket.status.get())) noteRemoval(queries, conversationId);
    });
    const stop = follow(socket, () => latest.current);
    const unregister = register(conversationId, socket);
    const stopSent = onSent((message) => {
      if (message.conversation_id !== conversationId) return;
      applyFrame(queries, conversationId, { type: 'message:new', payload: message });
    });
    socket.connect();
    return () => {
      socket.disconnect();
      stopLooking();
      stop();
      stopSent();
      unregister();
      typists.clear();
    };
  }, [socket, conversationId, queries, isEnabled]);

  const status = useSyncExternalStore(socket.status.subscribe, socket.status.get);
  const sendMessage = useCallback(
    (text: string, replyTo: string | null = null) => {
      void currentOutbox()?.add({ conversationId, text, replyTo });
    },
    [conversationId],
  );
  const actions = useMemo(
    () => ({
      sendTyping: (isTyping: boolean) => {
        socket.sendTyping(isTyping);
      },
      sendRead: () => socket.sendRead(),
      disconnect: () => {
        socket.disconnect();
      },
      reconnect: () => {
        socket.reconnect();
      },
    }),
    [socket],
  );
  const error = useMemo(() => failureOf(status), [status]);
  return {
    isConnected: status.name === 'open',
    status: status.name,
    error,
    sendMessage,
    ...actions,
  };
}

function socketUrl(conversationId: string, token: string, after: string | null): string {
  const url = new URL(`/api/unet-chat/ws/conversations/${conversationId}/`, baseUrl());
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  // As the contract writes it, with %20: a `+` may be taken at its word.
  const query = [`WWW-Authenticate=${encodeURIComponent(`Bearer ${token}`)}`];
  if (after !== null) query.push(`last_event_id=${encodeURIComponent(after)}`);
  return `${url.href}?${query.join('&')}`;
}

function hear(conversationId: string, frame: ServerFrame): void {
  if (frame.type === 'typing') {
    const { user_id, is_typing } = frame.payload;
    typists.setTyping(conversationId, user_id, is_typing);
  }
  if (frame.type === 'message:new' && frame.payload.sender_id !== null) {
    typists.setTyping(conversationId, frame.payload.sender_id, false);
  }
}

function tell({ onFrame, onMessage, onError }: UseWebSocketOptions, frame: ServerFrame): void {
  onFrame?.(frame);
  if (frame.type === 'message:new') onMessage?.(frame.payload);
  // A message that was refused is sent by REST once more, which says why.
  if (frame.type === 'error' && frame.payload.client_id === undefined) {
    onError?.(new WebSocketError('refused', `${frame.payload.code}: ${frame.payload.detail}`));
  }
}

/** Hands on what becomes of it, and looks after it when the network changes. */
function follow(socket: ChatSocket, options: () => UseWebSocketOptions): () => void {
  let wasOpen = false;
  const stop = socket.status.subscribe(() => {
    const status = socket.status.get();
    const isOpen = status.name === 'open';
    if (isOpen) {
      currentOutbox()?.flushNow();
      options().onOpen?.();
    } else if (wasOpen) {
      typists.clear();
      options().onClose?.();
    }
    wasOpen = isOpen;
    const error = failureOf(status);
    if (error !== null) options().onError?.(error);
  });
  const onOnline = (): void => {
    socket.reconnect();
  };
  const onVisible = (): void => {
    const status = socket.status.get();
    const isLost = status.name === 'failed' && status.why === 'unreachable';
    if (document.visibilityState === 'visible' && isLost) socket.connect();
  };
  window.addEventListener('online', onOnline);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    stop();
    window.removeEventListener('online', onOnline);
    document.removeEventListener('visibilitychange', onVisible);
  };
}

const SAID: Readonly<Record<SocketFailure, string>> = {
  unreachable: 'the server cannot be reached',
  removed: 'not in this conversation any more',
  'signed-out': 'nobody is signed in',
};

function isRemoved(status: SocketStatus): boolean {
  return status.name === 'failed' && status.why === 'removed';
}

function failureOf(status: SocketStatus): WebSocketError | null {
  return status.name === 'failed' ? new WebSocketError(status.why, SAID[status.why]) : null;
}
