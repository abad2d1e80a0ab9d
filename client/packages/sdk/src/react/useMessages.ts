import { useCallback, useEffect, useMemo } from 'react';

import type { Message, PendingMessage, TimelineStart } from '../index.ts';
import { EMPTY_TIMELINE } from '../sync/state/timeline.ts';
import { useChatClient } from './context.ts';
import { useListResult, type ListResult } from './result.ts';
import { NO_PENDING } from './useOutbox.ts';
import { useStore } from './useStore.ts';

/**
 * `data` is chronological, without gaps; deleted messages stay in it (`deleted_at`). The
 * previous page is that of older messages, the next one that of newer ones.
 */
export interface UseMessages extends ListResult<Message> {
  /** The user's own messages that are not sent yet, in order: they belong after `data`. */
  readonly pending: readonly PendingMessage[];
  /** Read from the server, and kept up to date since. */
  readonly isFetched: boolean;
  readonly hasPreviousPage: boolean;
  readonly isFetchingPreviousPage: boolean;
  readonly fetchPreviousPage: () => void;
}

/** A chat's messages, kept up to date, paged in both directions. Nothing is marked read. */
export function useMessages(chatId: number, { aroundId, at }: TimelineStart = {}): UseMessages {
  const chatClient = useChatClient();
  const timeline = useMemo(() => {
    const start = { ...(aroundId !== undefined && { aroundId }), ...(at !== undefined && { at }) };
    return chatClient?.timeline(chatId, start) ?? null;
  }, [chatClient, chatId, aroundId, at]);
  const state = useStore(timeline?.state, EMPTY_TIMELINE);
  // After the store's own effect, so that on unmount the timeline is no longer watched.
  useEffect(() => {
    timeline?.ensureLoaded();
    return () => timeline?.trim();
  }, [timeline]);
  const outbox = useStore(chatClient?.outbox.state, NO_PENDING);
  const pending = useMemo(
    () => outbox.filter((entry) => entry.chatId === chatId && !hasArrived(entry, state.messages)),
    [outbox, chatId, state.messages],
  );
  const fetchPreviousPage = useCallback(() => void timeline?.fetchOlder(), [timeline]);
  const fetchNextPage = useCallback(() => void timeline?.fetchNewer(), [timeline]);
  const refetch = useCallback(() => void timeline?.refresh(), [timeline]);
  const { isLoaded: isFetched, hasOlder: hasPreviousPage } = state;
  const { isFetchingOlder: isFetchingPreviousPage } = state;
  const list = useListResult({
    data: isFetched || state.isCopy ? state.messages : undefined,
    isCopy: state.isCopy && state.error !== null,
    error: state.error,
    hasNextPage: state.hasNewer,
    isFetchingNextPage: state.isFetchingNewer,
    fetchNextPage,
    refetch,
  });
  return useMemo(
    () => ({
      ...list,
      pending,
      isFetched,
      hasPreviousPage,
      isFetchingPreviousPage,
      fetchPreviousPage,
    }),
    [list, pending, isFetched, hasPreviousPage, isFetchingPreviousPage, fetchPreviousPage],
  );
}

/** The event of a message may arrive before the answer to its request. */
function hasArrived({ clientId }: PendingMessage, messages: readonly Message[]): boolean {
  return messages.some((message) => message.client_id === clientId);
}
