import type { ServerFrame } from '../types/chat.ts';

/** Frames of one conversation, and conversations. */
const KEPT = 200;
const PLACES = 50;

const byConversation = new Map<string, readonly ServerFrame[]>();

/** What conversations' sockets said last, for a page of history that was asked for meanwhile. */
export const recentFrames = {
  keep(conversationId: string, frame: ServerFrame): void {
    if (frame.type !== 'message:edited' && frame.type !== 'message:deleted') return;
    const frames = byConversation.get(conversationId) ?? [];
    byConversation.delete(conversationId);
    byConversation.set(conversationId, [...frames, frame].slice(-KEPT));
    const [oldest] = byConversation.keys();
    if (byConversation.size > PLACES && oldest !== undefined) byConversation.delete(oldest);
  },
  of(conversationId: string): readonly ServerFrame[] {
    return byConversation.get(conversationId) ?? [];
  },
  forget(conversationId: string): void {
    byConversation.delete(conversationId);
  },
};
