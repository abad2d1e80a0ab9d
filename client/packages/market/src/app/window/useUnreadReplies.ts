import { useShownChats } from '../chats/useShownChats.ts';

/** The buyer's unread messages, without those of muted chats. */
export function useUnreadReplies(): number {
  const { chats } = useShownChats('all', '');
  return chats.reduce(
    (sum, { unread_count, me }) => sum + (me.muted_until === null ? unread_count : 0),
    0,
  );
}
