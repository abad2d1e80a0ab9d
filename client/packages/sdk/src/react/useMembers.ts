import { useCallback, useEffect, useMemo, useState } from 'react';

import type { Member, Presence } from '../index.ts';
import type { MemberList } from '../sync/memberList.ts';
import { NO_MEMBERS, type MembersState } from '../sync/state/membersState.ts';
import { useChatClient } from './context.ts';
import { useListResult, useLiveResult, type ListResult, type LiveResult } from './result.ts';
import { useSelected, useStore } from './useStore.ts';

const NO_PRESENCE: ReadonlyMap<number, Presence> = new Map();

/**
 * The members of a chat, the owner and admins first, kept up to date; with `q` those whose name has parts that
 * begin with its words. Null: nothing is requested.
 */
export function useMembers(chatId: number | null, q = ''): ListResult<Member> {
  const list = useMemberList(chatId, q.trim());
  const state = useStore(list?.state, NO_MEMBERS);
  const presence = useStore(useChatClient()?.presence.users, NO_PRESENCE);
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

/**
 * The newest message of a chat that a member other than the user has read, as far as its members are loaded.
 * Null: nothing is requested.
 */
export function useReadUpTo(chatId: number | null): LiveResult<number> {
  const list = useMemberList(chatId, '');
  const ownId = useChatClient()?.user.id;
  const newest = ({ members }: MembersState): number =>
    Math.max(0, ...members.map((one) => (one.user.id === ownId ? 0 : one.last_read_id)));
  return useLiveResult(useSelected(list?.state, newest, 0));
}

/** A list that is read when it is first shown. Its code is loaded with the first one. */
function useMemberList(chatId: number | null, q: string): MemberList | null {
  const chatClient = useChatClient();
  const [shown, setShown] = useState<MemberList | null>(null);
  useEffect(() => {
    if (chatId === null || chatClient === null) return;
    let isCurrent = true;
    const open = async (): Promise<void> => {
      const { membersOf } = await import('../sync/memberLists.ts');
      if (!isCurrent) return;
      const list = membersOf(chatClient, chatId, q);
      list.ensureLoaded();
      setShown(list);
    };
    // Without the code for it there is no list.
    open().catch(() => undefined);
    return () => {
      isCurrent = false;
      setShown(null);
    };
  }, [chatClient, chatId, q]);
  return shown;
}

function withPresence(member: Member, presence: Presence | undefined): Member {
  if (presence === undefined) return member;
  const { isOnline: online, lastSeen: last_seen } = presence;
  return { ...member, user: { ...member.user, online, last_seen } };
}
