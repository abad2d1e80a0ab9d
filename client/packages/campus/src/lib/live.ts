import { Outbox, TypingUsers, type OutboxEntry, type Pending } from '@vestnik/sdk';

import { getCurrentUserId } from '../model/services/auth.ts';
import { sendMessage } from '../model/services/chatAPI.ts';
import type { Message } from '../model/types/chat.ts';
import type { ChatSocket } from './chatSocket.ts';

/** What is in a message that waits to be sent. */
export interface Draft {
  readonly conversationId: string;
  readonly text: string;
  readonly replyTo: string | null;
}

export type PendingMessage = Pending<Draft>;
export type ChatOutbox = Outbox<Draft, Message>;

/** Who types, by conversation. */
export const typists = new TypingUsers<string>();

/** Sockets by conversation: messages prefer one that is open. */
const sockets = new Map<string, ChatSocket>();
const sentListeners = new Set<(message: Message) => void>();

export function register(conversationId: string, socket: ChatSocket): () => void {
  sockets.set(conversationId, socket);
  return () => {
    if (sockets.get(conversationId) === socket) sockets.delete(conversationId);
  };
}

/** Calls `listener` with each message of one's own that the server has taken. */
export function onSent(listener: (message: Message) => void): () => void {
  sentListeners.add(listener);
  return () => {
    sentListeners.delete(listener);
  };
}

let mine: { readonly userId: number; readonly outbox: ChatOutbox } | null = null;

/**
 * What the current person wrote and is not sent yet: stored before it is sent, sent in the order
 * of writing, and repeated under the same `client_id` until there is an answer. Null while nobody
 * is signed in.
 */
export function currentOutbox(): ChatOutbox | null {
  const userId = getCurrentUserId();
  if (mine?.userId === userId) return mine.outbox;
  mine?.outbox.dispose();
  mine = userId === null ? null : { userId, outbox: openOutbox(userId) };
  return mine?.outbox ?? null;
}

function openOutbox(userId: number): ChatOutbox {
  return new Outbox<Draft, Message>({
    userId,
    name: 'vestnik-campus',
    send,
    isLive: () => [...sockets.values()].some(({ isOpen }) => isOpen),
    onSent: (message) => {
      for (const listener of [...sentListeners]) listener(message);
    },
  });
}

/** By the socket where it is open; by REST where it is not, or breaks, or refuses. */
async function send({
  conversationId,
  text,
  replyTo,
  clientId,
}: OutboxEntry<Draft>): Promise<Message> {
  const socket = sockets.get(conversationId);
  if (socket?.isOpen === true) {
    try {
      return await socket.deliver({ clientId, text, replyTo });
    } catch {
      // REST says why, or has it already: the name is the same.
    }
  }
  return sendMessage({
    conversation_id: conversationId,
    text,
    reply_to: replyTo,
    client_id: clientId,
  });
}
