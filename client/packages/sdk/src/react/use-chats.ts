import type { AdminChatItem, ChatItem } from '../core/index.ts';
import { useAccount } from './context.ts';
import { useList, type ListView } from './use-list.ts';

export interface UseChats extends Omit<ListView<ChatItem>, 'items'> {
  /** Latest activity first. */
  readonly chats: readonly ChatItem[];
  readonly unreadTotal: number;
}

/** The caller's own chats, kept up to date: for whoever is not an admin. */
export function useChats(): UseChats {
  const account = useAccount();
  const isParticipant = account !== null && account.user.role !== 'admin';
  const { items, ...list } = useList(isParticipant ? account.chats : null);
  const unreadTotal = items.reduce((total, chat) => total + chat.unread_count, 0);
  return { chats: items, unreadTotal, ...list };
}

/** One of {@link useChats}. */
export function useChat(chatId: number): ChatItem | null {
  return useChats().chats.find(({ id }) => id === chatId) ?? null;
}

export interface UseAdminChats extends Omit<ListView<AdminChatItem>, 'items'> {
  readonly chats: readonly AdminChatItem[];
}

/** All chats with `search` in a participant's name, kept up to date: for admins. */
export function useAdminChats(search: string): UseAdminChats {
  const account = useAccount();
  const isAdmin = account?.user.role === 'admin';
  const { items, ...list } = useList(isAdmin ? account.overviews(search) : null);
  return { chats: items, ...list };
}
