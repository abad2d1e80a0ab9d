import type { Chat } from '@vestnik/sdk/model';

import { matchesQuery } from '../search.ts';
import { isMuted, lastActivity } from './chatView.ts';

export type ChatFilter = 'all' | 'unread' | 'private' | 'groups' | 'archived';

export const CHAT_FILTERS: readonly ChatFilter[] = [
  'all',
  'unread',
  'private',
  'groups',
  'archived',
];

/** Where there are no groups, all chats are private. */
export const FILTERS_WITHOUT_GROUPS: readonly ChatFilter[] = ['all', 'unread', 'archived'];

/** Whether a list with this filter has the chat. Archived chats are in their own list only. */
export function isInFilter(chat: Chat, filter: ChatFilter): boolean {
  if (filter === 'archived') return chat.me.archived;
  if (chat.me.archived) return false;
  if (filter === 'unread') return chat.unread_count > 0;
  if (filter === 'all') return true;
  return (chat.type === 'group') === (filter === 'groups');
}

/** The chats of a filter whose title or last message has each word of the query. */
export function filterChats(
  chats: readonly Chat[],
  filter: ChatFilter,
  query: string,
  titleOf: (chat: Chat) => string,
): Chat[] {
  return chats.filter(
    (chat) =>
      isInFilter(chat, filter) &&
      matchesQuery(`${titleOf(chat)} ${chat.last_message?.text ?? ''}`, query),
  );
}

/** Pinned chats first, then the latest activity: the order of the server. */
export function sortChats(chats: readonly Chat[]): Chat[] {
  return [...chats].sort(
    (a, b) =>
      Number(b.me.pinned) - Number(a.me.pinned) ||
      lastActivity(b).localeCompare(lastActivity(a)) ||
      b.id - a.id,
  );
}

/** The unread chats of each filter, for its badge. Muted ones do not count. */
export function unreadChats(chats: readonly Chat[], now: Date): Record<ChatFilter, number> {
  const counts: Record<ChatFilter, number> = {
    all: 0,
    unread: 0,
    private: 0,
    groups: 0,
    archived: 0,
  };
  for (const chat of chats) {
    const isQuiet = isMuted(chat, now) && chat.unread_mention_count === 0;
    if (chat.unread_count === 0 || isQuiet) continue;
    for (const filter of CHAT_FILTERS) {
      if (isInFilter(chat, filter)) counts[filter] += 1;
    }
  }
  return counts;
}
