/** Where the messages begin that were new when the chat was opened. */
import type { Message } from '@vestnik/sdk';

/** What was known of the chat at the moment it was opened. */
export interface Opening {
  readonly ownId: number;
  /** How many of the other side's messages were unread. */
  readonly unreadCount: number;
  /** The newest message then: what comes later is not counted. */
  readonly newestId: number;
}

/** More history than this is not loaded to find the divider's position. */
export const UNREAD_SEARCH_LIMIT = 500;

/** The id of the first message that was unread, or null if it is not among `messages`. */
export function firstUnreadId(messages: readonly Message[], opening: Opening): number | null {
  let left = opening.unreadCount;
  for (let index = messages.length - 1; left > 0 && index >= 0; index -= 1) {
    const message = messages[index];
    if (!message || message.id > opening.newestId) continue;
    if (message.author_id === opening.ownId || message.deleted_at !== null) continue;
    if (message.type === 'system') continue;
    left -= 1;
    if (left === 0) return message.id;
  }
  return null;
}

/** How many messages of others came after `seenId`. */
export function countNewer(
  messages: readonly Message[],
  seenId: number,
  ownId: number | null,
): number {
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (!message || message.id <= seenId) break;
    if (message.author_id !== ownId && message.deleted_at === null) count += 1;
  }
  return count;
}
