import { useCallback, useEffect, useMemo } from 'react';

import type { Message, PendingMessage, TimelineQuery, VestnikError } from '../index.ts';
import { EMPTY_TIMELINE } from '../sync/state/timeline.ts';
import { useAccount } from './context.ts';
import { useOutbox } from './useOutbox.ts';
import { useStore } from './useStore.ts';

export interface UseMessages {
  /** Chronological, without holes. */
  readonly messages: readonly Message[];
  /** The caller's own that are not sent yet, in order: they belong after `messages`. */
  readonly pending: readonly PendingMessage[];
  readonly isLoading: boolean;
  /** Read from the server, and kept up to date since. */
  readonly isLoaded: boolean;
  /** Shown from what this browser kept, since the server cannot be asked. */
  readonly isCopy: boolean;
  readonly error: VestnikError | null;
  readonly hasOlder: boolean;
  readonly isFetchingOlder: boolean;
  readonly hasNewer: boolean;
  readonly isFetchingNewer: boolean;
  readonly fetchOlder: () => void;
  readonly fetchNewer: () => void;
  readonly refetch: () => void;
}

/** A chat's messages, kept up to date, paged both ways. Reading them marks nothing read. */
export function useMessages(chatId: number, query: TimelineQuery = {}): UseMessages {
  const { includeDeleted = false, upTo } = query;
  const account = useAccount();
  const timeline = useMemo(
    () =>
      account?.timeline(chatId, { includeDeleted, ...(upTo !== undefined && { upTo }) }) ?? null,
    [account, chatId, includeDeleted, upTo],
  );
  const state = useStore(timeline?.state, EMPTY_TIMELINE);
  // After the store's own effect, so that at the end nobody watches any more.
  useEffect(() => {
    timeline?.ensure();
    return () => timeline?.trim();
  }, [timeline]);
  const outbox = useOutbox();
  const pending = useMemo(
    () => outbox.filter((letter) => letter.chatId === chatId && !isIn(letter, state.messages)),
    [outbox, chatId, state.messages],
  );
  const fetchOlder = useCallback(() => void timeline?.fetchOlder(), [timeline]);
  const fetchNewer = useCallback(() => void timeline?.fetchNewer(), [timeline]);
  const refetch = useCallback(() => void timeline?.refresh(), [timeline]);
  const { messages, isCopy, error, hasOlder, hasNewer, isFetchingOlder, isFetchingNewer } = state;
  return {
    messages,
    pending,
    isLoaded: state.isLoaded,
    isLoading: !state.isLoaded && !isCopy && error === null,
    isCopy,
    error,
    hasOlder,
    isFetchingOlder,
    hasNewer,
    isFetchingNewer,
    fetchOlder,
    fetchNewer,
    refetch,
  };
}

/** Its event may come before the answer to its request. */
function isIn({ clientId }: PendingMessage, messages: readonly Message[]): boolean {
  return messages.some((message) => message.client_id === clientId);
}
