import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';

import { toVestnikError, type VestnikError } from '../../index.ts';
import { useClient } from '../../react/context.ts';
import { exportChat, type ExportFile } from '../exportFile.ts';
import type { DeskChat, ExportFormat, PastChat, TimelineEntry } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Entries that are read without being asked for; the rest by `fetchMore`. */
const MAX_UNASKED_ENTRIES = 5_000;

export interface UseTimeline {
  /** Null until the first entries are loaded. */
  readonly chat: DeskChat | null;
  /** The oldest first. */
  readonly entries: readonly TimelineEntry[];
  readonly isLoading: boolean;
  readonly error: VestnikError | null;
  readonly hasMore: boolean;
  readonly isFetchingMore: boolean;
  readonly fetchMore: () => void;
  readonly refetch: () => void;
}

/** The events of a chat with former and deleted texts: the first 5,000, and more by `fetchMore`. */
export function useTimeline(chatId: number): UseTimeline {
  const api = useDeskApi();
  const key = useDeskKey();
  const query = useInfiniteQuery({
    queryKey: [...key, 'timeline', chatId, api.language],
    queryFn: ({ pageParam }) => api.timeline(chatId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    // New events are at the end, so that a return to the page reads it again.
    staleTime: 0,
  });
  const pages = query.data?.pages;
  const entries = useMemo(() => pages?.flatMap((page) => page.entries) ?? [], [pages]);
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const readsOn = hasNextPage && !isFetching && !isError && entries.length < MAX_UNASKED_ENTRIES;
  useEffect(() => {
    if (readsOn) void fetchNextPage();
  }, [readsOn, fetchNextPage]);
  return {
    chat: pages?.[0]?.chat ?? null,
    entries,
    isLoading: query.isPending,
    error: query.error === null ? null : toVestnikError(query.error),
    hasMore: hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    fetchMore: () => void fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}

export interface UseChatAt {
  /** Null until it is loaded. That of another time stays while a new one is loaded. */
  readonly past: PastChat | null;
  readonly isStale: boolean;
  readonly error: VestnikError | null;
  readonly refetch: () => void;
}

/** A chat as its members saw it at a time. Nothing is requested while `time` is null. */
export function useChatAt(chatId: number, time: string | null): UseChatAt {
  const api = useDeskApi();
  const key = useDeskKey();
  const query = useQuery({
    queryKey: [...key, 'chat-at', chatId, time],
    queryFn: () => api.chatAt(chatId, time ?? ''),
    enabled: time !== null,
    placeholderData: keepPreviousData,
    // The past does not change; names of people may.
    staleTime: 60_000,
  });
  return {
    past: query.data ?? null,
    isStale: query.isPlaceholderData,
    error: query.error === null ? null : toVestnikError(query.error),
    refetch: () => void query.refetch(),
  };
}

/** Downloads a chat as a file. Rejects with a `VestnikError`. */
export function useExportChat(chatId: number): (format: ExportFormat) => Promise<ExportFile> {
  const { http, realm } = useClient();
  return useCallback((format) => exportChat(http, realm, chatId, format), [http, realm, chatId]);
}
