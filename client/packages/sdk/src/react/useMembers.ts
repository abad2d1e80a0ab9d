import { useCallback, useEffect, useMemo } from 'react';

import type { Member, Presence } from '../index.ts';
import { membersOf } from '../sync/memberLists.ts';
import { NO_MEMBERS } from '../sync/state/membersState.ts';
import { useChatClient } from './context.ts';
import { useListResult, type ListResult } from './result.ts';
import { useStore } from './useStore.ts';

const NO_PRESENCE: ReadonlyMap<number, Presence> = new Map();

/**
 * The members of a chat, the owner and admins first, kept up to date; with `q` those whose name has parts that
 * begin with its words. Null: nothing is requested.
 */
export function useMembers(chatId: number | null, q = ''): ListResult<Member> {
  const chatClient = useChatClient();
  const text = q.trim();
  const list = useMemo(
    () => (chatId === null || chatClient === null ? null : membersOf(chatClient, chatId, text)),
    [chatClient, chatId, text],
  );
  const state = useStore(list?.state, NO_MEMBERS);
  const presence = useStore(chatClient?.presence.users, NO_PRESENCE);
  useEffect(() => {
    list?.ensureLoaded();
  }, [list]);
  const members = useMemo(
    () => state.members.map((member) => withPresence(member, presence.get(member.user.id))),
    [state.members, presence],
  );
  const fetchNextPage = useCallback(() => void list?.fetchMore(), [list]);
  const refetch = useCallback(() => void list?.refresh(), [list]);
  return useListResult({
    data: state.isLoaded ? members : undefined,
    isCopy: false,
    error: state.error,
    hasNextPage: state.nextCursor !== null,
    isFetchingNextPage: state.isFetchingMore,
    fetchNextPage,
    refetch,
  });
}

function withPresence(member: Member, presence: Presence | undefined): Member {
  if (presence === undefined) return member;
  const { isOnline: online, lastSeen: last_seen } = presence;
  return { ...member, user: { ...member.user, online, last_seen } };
}
