import {
  messageDraft,
  NetworkError,
  quoteOf,
  toVestnikError,
  type ChatClient,
  type SessionState,
} from '@vestnik/sdk';
import { useStore } from '@vestnik/sdk/react';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { Message, ServerFrame } from '../model/types/chat.ts';
import { useRunningClient } from './client.ts';
import { findChatId, useChatId } from './conversationIds.ts';
import { Frames } from './frames.ts';

export interface UseWebSocketOptions {
  readonly conversationId: string;
  /** Each new message, one's own too. */
  readonly onMessage?: (message: Message) => void;
  /** The connection was lost, or the server refused something. */
  readonly onError?: (error: WebSocketError) => void;
  readonly onOpen?: () => void;
  /** It was lost, or ended; it may come back. */
  readonly onClose?: () => void;
  /** Everything that the server says. */
  readonly onFrame?: (frame: ServerFrame) => void;
  readonly isEnabled?: boolean;
}

type FailureCode = 'unreachable' | 'removed' | 'signed-out';

/** What happened, by a word to branch on. */
export class WebSocketError extends Error {
  override readonly name = 'WebSocketError';
  readonly code: FailureCode | 'refused';

  constructor(code: FailureCode | 'refused', message: string) {
    super(message);
    this.code = code;
  }
}

type Status = 'connecting' | 'open' | 'waiting' | 'closed' | 'failed';

export interface UseWebSocket {
  readonly isConnected: boolean;
  /** `waiting`: it was lost, and comes back by itself. */
  readonly status: Status;
  /** Why nothing arrives. */
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

const FAILURE_MESSAGES: Readonly<Record<FailureCode, string>> = {
  unreachable: 'the server cannot be reached',
  removed: 'not in this conversation any more',
  'signed-out': 'nobody is signed in',
};

/**
 * Follows one conversation while the component is there, by the one stream that all of the package
 * and all tabs of the browser share.
 */
export function useWebSocket(options: UseWebSocketOptions): UseWebSocket {
  const { conversationId, isEnabled = true } = options;
  const [isOn, setIsOn] = useState(true);
  const client = useRunningClient();
  const chatClient = useStore<ChatClient | null>(client.chatClient, null);
  const isSignedOut =
    useStore<SessionState | null>(client.session.state, null)?.status === 'signed-out';
  const { chatId, error: chatError } = useChatId(chatClient, conversationId);
  const isRefused = chatError !== null && !chatError.isTemporary;
  const isRemoved = useIsRemoved(chatClient, chatId) || isRefused;
  const latest = useLatest(options);
  const status = useStatus(chatClient, {
    isOn: isOn && isEnabled,
    isFound: chatId !== null,
    isRemoved,
  });
  const failure = failureOf(status, isSignedOut, isRemoved);

  useFrames({ chatClient, chatId, conversationId, isOn: isOn && isEnabled }, latest);
  useRefusals(chatClient, chatId, latest);
  useStatusEvents(status, failure, latest);

  const actions = useMemo(
    () => ({
      sendMessage: (text: string, replyTo: string | null = null) => {
        send(chatClient, { conversationId, text, replyTo }).catch((thrown: unknown) => {
          const { message } = toVestnikError(thrown);
          latest.current.onError?.(new WebSocketError('refused', message));
        });
      },
      sendTyping: (isTyping: boolean) => {
        if (chatId !== null) chatClient?.api.sendTyping(chatId, isTyping).catch(() => undefined);
      },
      sendRead: () => markNewestRead(chatClient, chatId),
      disconnect: () => {
        setIsOn(false);
      },
      reconnect: () => {
        setIsOn(true);
        chatClient?.retryNow();
      },
    }),
    [chatClient, chatId, conversationId, latest],
  );
  const error = useMemo(
    () => (failure === null ? null : new WebSocketError(failure, FAILURE_MESSAGES[failure])),
    [failure],
  );
  return { isConnected: status === 'open', status, error, ...actions };
}

type Latest = Readonly<{ current: UseWebSocketOptions }>;

function useLatest(options: UseWebSocketOptions): Latest {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  return latest;
}

interface Scope {
  readonly isOn: boolean;
  readonly isFound: boolean;
  readonly isRemoved: boolean;
}

function useStatus(chatClient: ChatClient | null, { isOn, isFound, isRemoved }: Scope): Status {
  const connection = useStore(chatClient?.connection, 'connecting');
  if (!isOn) return 'closed';
  if (isRemoved) return 'failed';
  if (connection === 'offline') return 'waiting';
  return connection === 'live' && isFound ? 'open' : 'connecting';
}

function failureOf(status: Status, isSignedOut: boolean, isRemoved: boolean): FailureCode | null {
  if (isRemoved) return 'removed';
  if (status === 'waiting') return 'unreachable';
  return isSignedOut ? 'signed-out' : null;
}

/** The user was removed from the chat, or it was deleted, and is not back. */
function useIsRemoved(chatClient: ChatClient | null, chatId: number | null): boolean {
  const [removedId, setRemovedId] = useState<number | null>(null);
  useEffect(
    () =>
      chatClient?.buffer.listen({
        onEvent: ({ name, data }) => {
          if (name === 'chat_removed' && data.chat_id === chatId) setRemovedId(chatId);
          if (name === 'chat' && data.chat.id === chatId) setRemovedId(null);
        },
        onGap: () => undefined,
        onReset: () => undefined,
      }),
    [chatClient, chatId],
  );
  return chatId !== null && removedId === chatId;
}

interface FrameScope {
  readonly chatClient: ChatClient | null;
  readonly chatId: number | null;
  readonly conversationId: string;
  readonly isOn: boolean;
}

function useFrames({ chatClient, chatId, conversationId, isOn }: FrameScope, latest: Latest): void {
  useEffect(() => {
    if (chatClient === null || chatId === null || !isOn) return;
    const frames = new Frames(chatClient, { chatId, conversationId }, (frame) => {
      const { onFrame, onMessage } = latest.current;
      onFrame?.(frame);
      if (frame.type === 'message:new') onMessage?.(frame.payload);
    });
    return () => {
      frames.stop();
    };
  }, [chatClient, chatId, conversationId, isOn, latest]);
}

/** Messages of this conversation that the server refuses. */
function useRefusals(chatClient: ChatClient | null, chatId: number | null, latest: Latest): void {
  useEffect(() => {
    const outbox = chatClient?.outbox.state;
    if (outbox === undefined || chatId === null) return;
    const isRefused = (): { clientId: string; message: string }[] =>
      outbox.get().flatMap((entry) => {
        const isOurs = entry.chatId === chatId && entry.state === 'failed';
        return isOurs ? [{ clientId: entry.clientId, message: entry.error?.message ?? '' }] : [];
      });
    const known = new Set(isRefused().map(({ clientId }) => clientId));
    return outbox.subscribe(() => {
      for (const { clientId, message } of isRefused()) {
        if (known.has(clientId)) continue;
        known.add(clientId);
        latest.current.onError?.(new WebSocketError('refused', message));
      }
    });
  }, [chatClient, chatId, latest]);
}

function useStatusEvents(status: Status, failure: FailureCode | null, latest: Latest): void {
  const wasOpen = useRef(false);
  useEffect(() => {
    const isOpen = status === 'open';
    if (isOpen && !wasOpen.current) latest.current.onOpen?.();
    if (!isOpen && wasOpen.current) latest.current.onClose?.();
    wasOpen.current = isOpen;
  }, [status, latest]);
  useEffect(() => {
    if (failure === null) return;
    latest.current.onError?.(new WebSocketError(failure, FAILURE_MESSAGES[failure]));
  }, [failure, latest]);
}

interface TextToSend {
  readonly conversationId: string;
  readonly text: string;
  readonly replyTo: string | null;
}

async function send(
  chatClient: ChatClient | null,
  { conversationId, text, replyTo }: TextToSend,
): Promise<void> {
  if (chatClient === null) throw new NetworkError(FAILURE_MESSAGES['signed-out']);
  const chatId = await findChatId(chatClient, conversationId);
  const { messages } = chatClient.timeline(chatId).state.get();
  const quoted =
    replyTo === null
      ? null
      : (messages.find(({ uuid }) => uuid === replyTo) ??
        (await chatClient.api.messageByUuid(replyTo)));
  const quote = quoted === null ? null : quoteOf(quoted);
  await chatClient.outbox.add(messageDraft(chatId, { text, replyTo: quote }));
}

function markNewestRead(chatClient: ChatClient | null, chatId: number | null): boolean {
  if (chatClient === null || chatId === null || chatClient.connection.get() !== 'live')
    return false;
  const newest = chatClient.chats.find(chatId)?.last_message;
  if (!newest) return false;
  chatClient.readMarks.mark(chatId, newest.id);
  return true;
}
