import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';

import { VestnikError, type ChatClient } from '../../../index.ts';
import { useChatClient } from '../../../react/context.ts';
import { LESSONS } from './useLessons.ts';

export interface SchoolProviderProps {
  /** Yours, if the page has one. */
  readonly queryClient?: QueryClient;
  readonly children: ReactNode;
}

/** A cache for each sign-in: another user must not see what this one fetched. */
const caches = new WeakMap<ChatClient, QueryClient>();

/**
 * Lessons and administration: what the stream does not update is fetched by TanStack Query. It may
 * be mounted for those pages alone: the cache lasts as long as the user is signed in.
 */
export function SchoolProvider({ queryClient, children }: SchoolProviderProps): ReactNode {
  const chatClient = useChatClient();
  const queries = useMemo(() => queryClient ?? cacheOf(chatClient), [queryClient, chatClient]);
  useEffect(
    () => (chatClient === null ? undefined : refetchOnEvents(chatClient, queries)),
    [chatClient, queries],
  );
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
}

function cacheOf(chatClient: ChatClient | null): QueryClient {
  if (chatClient === null) return createQueryClient();
  const cache = caches.get(chatClient) ?? createQueryClient();
  caches.set(chatClient, cache);
  return cache;
}

/** Fetches again what an event shows to have changed: a completed lesson begins a chat. */
function refetchOnEvents(chatClient: ChatClient, queries: QueryClient): () => void {
  const invalidateLessons = (): void => {
    void queries.invalidateQueries({ queryKey: LESSONS });
  };
  const stopListening = chatClient.buffer.listen({
    onEvent: (event) => {
      if (event.name === 'chat' && event.data.chat.last_message === null) invalidateLessons();
    },
    onGap: () => undefined,
    onReset: invalidateLessons,
  });
  const stopWatching = chatClient.connection.subscribe(() => {
    if (chatClient.connection.get() === 'live') retryFailed(queries);
  });
  return () => {
    stopListening();
    stopWatching();
  };
}

/** The connection is back: repeats requests that failed without it. */
function retryFailed(queries: QueryClient): void {
  void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
}

function isTemporary(error: unknown): boolean {
  return error instanceof VestnikError && error.isTemporary;
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Without a connection a request fails visibly and does not wait.
        networkMode: 'always',
        refetchOnReconnect: true,
        retry: (failures, error) =>
          failures < 3 && globalThis.navigator.onLine && isTemporary(error),
      },
      // A request that changes something is never repeated without the caller.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
