import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';

import { useClient } from '../../react/context.ts';
import { useFetchResult, type FetchResult } from '../../react/result.ts';
import { useQueryFetchResult, useVestnikError } from '../../react/tanstack.ts';
import { useMutationResult, type MutationResult } from '../../react/useMutationResult.ts';
import { exportChat, type ExportFile } from '../exportFile.ts';
import type { DeskChat, ExportFormat, PastChat, TimelineEntry } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Entries that are read without being asked for; the rest by `fetchNextPage`. */
const MAX_UNASKED_ENTRIES = 5_000;

export interface DeskTimeline {
  readonly chat: DeskChat;
  /** The oldest first. */
  readonly entries: readonly TimelineEntry[];
}

export interface UseTimeline extends FetchResult<DeskTimeline> {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => void;
}

/** The events of a chat with former and deleted texts: the first 5,000, and more by `fetchNextPage`. */
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
  const data = useMemo(() => {
    const chat = pages?.[0]?.chat;
    return chat && { chat, entries: pages.flatMap((page) => page.entries) };
  }, [pages]);
  const count = data?.entries.length ?? 0;
  const { hasNextPage, isFetching, isFetchingNextPage, isError } = query;
  const { fetchNextPage: fetchNext, refetch: fetchAgain } = query;
  const fetchNextPage = useCallback(() => void fetchNext(), [fetchNext]);
  const refetch = useCallback(() => void fetchAgain(), [fetchAgain]);
  const readsOn = hasNextPage && !isFetching && !isError && count < MAX_UNASKED_ENTRIES;
  useEffect(() => {
    if (readsOn) fetchNextPage();
  }, [readsOn, fetchNextPage]);
  const error = useVestnikError(query.error);
  const result = useFetchResult({ data, error, isCopy: false, refetch });
  return useMemo(
    () => ({ ...result, hasNextPage, isFetchingNextPage, fetchNextPage }),
    [result, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
}

/** `data` of another time stays while a new one is loaded. */
export interface UseChatAt extends FetchResult<PastChat> {
  /** What is shown is of another time. */
  readonly isPlaceholderData: boolean;
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
  const { isPlaceholderData } = query;
  const result = useQueryFetchResult(query);
  return useMemo(() => ({ ...result, isPlaceholderData }), [result, isPlaceholderData]);
}

/** Downloads a chat as a file. */
export function useExportChat(chatId: number): MutationResult<ExportFormat, ExportFile> {
  const { http, realm } = useClient();
  const { language } = useDeskApi();
  return useMutationResult(
    useCallback(
      (format: ExportFormat) => exportChat(http, realm, chatId, format, language),
      [http, realm, chatId, language],
    ),
  );
}
