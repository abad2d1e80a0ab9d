import type { Chat, EventId, Member, Message } from '../model.ts';
import type { ChatListState } from './state/list.ts';
import type { TimelineCopy, TimelineState } from './state/timeline.ts';

/** What a component of the client wants to be stored, and the last event that it reflects. */
export interface CopyContent {
  readonly value: unknown;
  readonly asOf: EventId;
}

/** A chat of a stored list; `countedUpTo` as in the entries of a list. */
export interface CopiedChat {
  readonly chat: Chat;
  readonly countedUpTo: number;
}

/** Chats of a stored list. */
const MAX_CHATS = 500;
/** Messages of a stored history, and the characters of their JSON. */
const MAX_MESSAGES = 100;
const MAX_HISTORY_LENGTH = 200_000;

/** What is stored of a list. Nobody is online in it: that is known only while it is true. */
export function copyOfList({ entries }: Pick<ChatListState, 'entries'>): readonly CopiedChat[] {
  return entries.slice(0, MAX_CHATS).map(({ chat, countedUpTo }) => ({
    chat: { ...chat, members: chat.members?.map(withoutPresence) ?? null },
    countedUpTo,
  }));
}

function withoutPresence(member: Member): Member {
  return member.user.online ? { ...member, user: { ...member.user, online: false } } : member;
}

/** What is stored of a history: its newest messages; null if its end is not loaded. */
export function copyOfTimeline({
  messages,
  hasOlder,
  hasNewer,
}: Pick<TimelineState, 'messages' | 'hasOlder' | 'hasNewer'>): TimelineCopy | null {
  if (hasNewer) return null;
  let length = 0;
  const isWithin = (message: Message): boolean => {
    length += JSON.stringify(message).length;
    return length <= MAX_HISTORY_LENGTH;
  };
  const newest = messages.slice(-MAX_MESSAGES);
  const firstBeyond = newest.findLastIndex((message) => !isWithin(message));
  const kept = newest.slice(firstBeyond + 1);
  return { messages: kept, hasOlder: hasOlder || kept.length < messages.length };
}
