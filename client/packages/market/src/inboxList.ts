import type { Chat } from './types.ts';

/** A listing and its chats, latest activity first. */
export interface Listing {
  readonly iphoneId: number;
  readonly chats: readonly Chat[];
  readonly unread: number;
}

/** A seller's chats by listing; the listing with the latest activity first. Pure. */
export function byListing(chats: readonly Chat[]): Listing[] {
  const groups = new Map<number, Chat[]>();
  for (const chat of chats.toSorted((a, b) => latest(b) - latest(a))) {
    const group = groups.get(chat.iphone_id);
    if (group === undefined) groups.set(chat.iphone_id, [chat]);
    else group.push(chat);
  }
  return [...groups].map(([iphoneId, group]) => ({
    iphoneId,
    chats: group,
    unread: unreadOf(group),
  }));
}

export function unreadOf(chats: readonly Chat[]): number {
  return chats.reduce((sum, { unread_count }) => sum + unread_count, 0);
}

function latest({ last_message_time, created_at }: Chat): number {
  return Date.parse(last_message_time ?? created_at);
}
