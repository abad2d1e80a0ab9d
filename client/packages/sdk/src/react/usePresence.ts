import { useEffect, useMemo } from 'react';

import type { Presence, TypingNotice, TypistsState } from '../index.ts';
import { useAccount } from './context.ts';
import { useStore } from './useStore.ts';

const NOBODY: TypistsState<number> = new Map();
const NONE: readonly number[] = [];
const UNKNOWN: ReadonlyMap<number, Presence> = new Map();

/** Who types in a chat at this moment, but for the caller. */
export function useTypists(chatId: number): readonly number[] {
  const typists = useStore(useAccount()?.signals.typists.state, NOBODY);
  return typists.get(chatId) ?? NONE;
}

/** Whether somebody whom one has a chat with is here; null where nothing is known of it. */
export function usePresence(userId: number | null): Presence | null {
  const presence = useStore(useAccount()?.signals.presence, UNKNOWN);
  return userId === null ? null : (presence.get(userId) ?? null);
}

/** Tells the other side that one types; null while nobody is signed in. */
export function useTypingNotice(chatId: number): TypingNotice | null {
  const account = useAccount();
  const notice = useMemo(() => account?.typingNotice(chatId) ?? null, [account, chatId]);
  useEffect(
    () => () => {
      notice?.stopped();
    },
    [notice],
  );
  return notice;
}
