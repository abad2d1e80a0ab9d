import { useEffect, useMemo } from 'react';

import type { Presence, TypingNotifier, TypingUsersState, User } from '../index.ts';
import { useChatClient } from './context.ts';
import { useStore } from './useStore.ts';

const NO_TYPING: TypingUsersState<number> = new Map();
const NO_USER_IDS: readonly number[] = [];
const NO_PRESENCE: ReadonlyMap<number, Presence> = new Map();
const NO_USERS: ReadonlyMap<number, User> = new Map();

export interface UseTyping {
  /** Other users who type in the chat, in the order in which they began. */
  readonly userIds: readonly number[];
  /** Sends the user's own typing; null while no user is signed in. */
  readonly notifier: TypingNotifier | null;
}

export function useTyping(chatId: number): UseTyping {
  const chatClient = useChatClient();
  const userIds = useTypingUsers(chatId);
  const notifier = useMemo(() => chatClient?.typingNotifier(chatId) ?? null, [chatClient, chatId]);
  useEffect(
    () => () => {
      notifier?.onStop();
    },
    [notifier],
  );
  return { userIds, notifier };
}

/** Other users who type in a chat: for lists, which send no typing of their own. */
export function useTypingUsers(chatId: number): readonly number[] {
  const typing = useStore(useChatClient()?.presence.typing.state, NO_TYPING);
  return typing.get(chatId) ?? NO_USER_IDS;
}

/** Whether a user who shares a chat with the caller is online; null if nothing is known. */
export function usePresence(userId: number | null): Presence | null {
  const presence = useStore(useChatClient()?.presence.users, NO_PRESENCE);
  return userId === null ? null : (presence.get(userId) ?? null);
}

/** A user by id: a member of a chat, or an author who left it and is looked up. */
export function useUser(userId: number | null): User | null {
  const directory = useChatClient()?.users;
  const users = useStore(directory?.users, NO_USERS);
  useEffect(() => {
    if (userId !== null) void directory?.ensure(userId);
  }, [directory, userId]);
  return userId === null ? null : (users.get(userId) ?? null);
}
