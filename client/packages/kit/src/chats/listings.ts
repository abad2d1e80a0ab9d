import type { Chat } from '@vestnik/sdk/model';

/** A listing and its chats. */
export interface Listing {
  readonly id: number;
  readonly chats: readonly Chat[];
  readonly unread: number;
}

/** Chats by listing, in the order of the list: the one with the latest activity stands first. */
export function groupByListing(chats: readonly Chat[]): Listing[] {
  const groups = new Map<number, Chat[]>();
  for (const chat of chats) {
    const id = chat.listing?.id ?? 0;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [chat]);
    else group.push(chat);
  }
  return [...groups].map(([id, group]) => ({
    id,
    chats: group,
    unread: group.reduce((sum, { unread_count }) => sum + unread_count, 0),
  }));
}
