import { useEffect, useMemo } from 'react';

import type { Presence, TypingNotifier, User } from '../index.ts';
import { useChatClient } from './context.ts';
import { queryResult, useLiveResult, type LiveResult, type QueryResult } from './result.ts';
import { useSelected, useStore, type Readable } from './useStore.ts';

const NO_USERS: ReadonlyMap<number, User> = new Map();
const NO_USER_IDS: readonly number[] = [];
const NO_USER_LIST: readonly User[] = [];

/** `data` is the other users who type in the chat, in the order in which they began. */
export interface UseTyping extends LiveResult<readonly number[]> {
  /** Sends the user's own typing; null while no user is signed in. */
  readonly notifier: TypingNotifier | null;
}

export function useTyping(chatId: number): UseTyping {
  const chatClient = useChatClient();
  const typing = useTypingUsers(chatId);
  const notifier = useMemo(() => chatClient?.typingNotifier(chatId) ?? null, [chatClient, chatId]);
  useEffect(
    () => () => {
      notifier?.onStop();
    },
    [notifier],
  );
  return useMemo(() => ({ ...typing, notifier }), [typing, notifier]);
}

/** Other users who type in a chat: for lists, which send no typing of their own. */
export function useTypingUsers(chatId: number): LiveResult<readonly number[]> {
  const typing = useChatClient()?.presence.typing.state;
  return useLiveResult(
    useSelected(typing, (chats) => chats.get(chatId) ?? NO_USER_IDS, NO_USER_IDS),
  );
}

/** Whether a user who shares a chat with the caller is online; pending while nothing is known. */
export function usePresence(userId: number | null): QueryResult<Presence> {
  return useOfUser(useChatClient()?.presence.users, userId);
}

/** The users whom the server has named: members of chats, authors, readers. */
export function useKnownUsers(): ReadonlyMap<number, User> {
  return useStore(useChatClient()?.users.users, NO_USERS);
}

/**
 * A user by id: named by an answer, or looked up. `isLookedUp`: false
 * where the server shows only those with whom the reader has a chat.
 */
export function useUser(userId: number | null, isLookedUp = true): QueryResult<User> {
  const directory = useChatClient()?.users;
  useEffect(() => {
    if (userId !== null && isLookedUp) void directory?.ensure(userId);
  }, [directory, userId, isLookedUp]);
  return useOfUser(directory?.users, userId);
}

/** Users by id in this order, as far as they are known; the others are looked up. Keep `ids` the same array. */
export function useUsersById(ids: readonly number[]): readonly User[] {
  const directory = useChatClient()?.users;
  useEffect(() => {
    const known = directory?.users.get();
    for (const id of ids) if (known?.has(id) === false) void directory?.ensure(id);
  }, [directory, ids]);
  const select = useMemo(() => selectUsers(ids), [ids]);
  return useSelected(directory?.users, select, NO_USER_LIST);
}

/** The same array while the users are the same. */
function selectUsers(
  ids: readonly number[],
): (known: ReadonlyMap<number, User>) => readonly User[] {
  let last = NO_USER_LIST;
  return (known) => {
    const found = ids.flatMap((id) => known.get(id) ?? []);
    const isSame = found.length === last.length && found.every((user, at) => user === last[at]);
    if (!isSame) last = found;
    return last;
  };
}

/** What a store has of one user. */
function useOfUser<Value>(
  store: Readable<ReadonlyMap<number, Value>> | undefined,
  userId: number | null,
): QueryResult<Value> {
  const value = useSelected(
    store,
    (users) => (userId === null ? undefined : users.get(userId)),
    undefined,
  );
  return useMemo(() => queryResult(value, null), [value]);
}
