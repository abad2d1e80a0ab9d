import { lastActivity } from '@vestnik/kit/chats';
import type { Chat } from '@vestnik/sdk';

/** A listing and its chats, latest activity first. */
export interface Listing {
  readonly id: number;
  readonly chats: readonly Chat[];
  readonly unread: number;
}

/** A seller's chats by listing; the listing with the latest activity first. Pure. */
export function groupByListing(chats: readonly Chat[]): Listing[] {
  const groups = new Map<number, Chat[]>();
  for (const chat of chats.toSorted((a, b) => activityOf(b) - activityOf(a))) {
    const id = chat.listing?.id ?? 0;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [chat]);
    else group.push(chat);
  }
  return [...groups].map(([id, group]) => ({ id, chats: group, unread: totalUnread(group) }));
}

export function totalUnread(chats: readonly Chat[]): number {
  return chats.reduce((sum, { unread_count }) => sum + unread_count, 0);
}

function activityOf(chat: Chat): number {
  return Date.parse(lastActivity(chat));
}
