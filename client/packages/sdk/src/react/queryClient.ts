import { QueryClient } from '@tanstack/react-query';

import { VestnikError, type ChatClient } from '../index.ts';

/** A cache for each sign-in: another user must not see what this one fetched. */
const caches = new WeakMap<ChatClient, QueryClient>();

/** The cache of what the stream does not update. It lasts as long as the user is signed in. */
export function queryClientOf(chatClient: ChatClient | null): QueryClient {
  if (chatClient === null) return createQueryClient();
  const cache = caches.get(chatClient) ?? createQueryClient();
  caches.set(chatClient, cache);
  return cache;
}

/** Repeats failed requests each time the connection is back, until the result is called. */
export function retryFailed(chatClient: ChatClient, queries: QueryClient): () => void {
  return chatClient.connection.subscribe(() => {
    if (chatClient.connection.get() !== 'live') return;
    void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
  });
}

/** A server that renders components has no `navigator`, or one that does not know. */
function isOnline(): boolean {
  return typeof navigator !== 'undefined' && navigator.onLine;
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
        retry: (failures, error) => failures < 3 && isOnline() && isTemporary(error),
      },
      // A request that changes something is never repeated without the caller.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
