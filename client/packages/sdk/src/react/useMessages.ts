import { useCallback, useEffect, useMemo } from 'react';

import type { Message, PendingMessage, TimelineStart, VestnikError } from '../index.ts';
import { EMPTY_TIMELINE } from '../sync/state/timeline.ts';
import { useChatClient } from './context.ts';
import { useOutbox } from './useOutbox.ts';
import { useStore } from './useStore.ts';

export interface UseMessages {
  /** Chronological, without gaps; deleted messages keep their places (`deleted_at`). */
  readonly messages: readonly Message[];
  /** The user's own messages that are not sent yet, in order: they belong after `messages`. */
  readonly pending: readonly PendingMessage[];
  readonly isLoading: boolean;
  /** Read from the server, and kept up to date since. */
  readonly isLoaded: boolean;
  /** Shown from the local copy, since the server cannot be reached. */
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
  const outbox = useOutbox();
  const pending = useMemo(
    () => outbox.filter((entry) => entry.chatId === chatId && !hasArrived(entry, state.messages)),
    [outbox, chatId, state.messages],
  );
  const fetchOlder = useCallback(() => void timeline?.fetchOlder(), [timeline]);
  const fetchNewer = useCallback(() => void timeline?.fetchNewer(), [timeline]);
  const refetch = useCallback(() => void timeline?.refresh(), [timeline]);
  const { messages, error, hasOlder, hasNewer, isFetchingOlder, isFetchingNewer } = state;
  return {
    messages,
    pending,
    isLoaded: state.isLoaded,
    isLoading: !state.isLoaded && !state.isCopy && error === null,
    isCopy: state.isCopy && error !== null,
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

/** The event of a message may arrive before the answer to its request. */
function hasArrived({ clientId }: PendingMessage, messages: readonly Message[]): boolean {
  return messages.some((message) => message.client_id === clientId);
}
