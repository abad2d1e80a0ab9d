import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';

import { VestnikError, type VestnikClient } from '../../../index.ts';
import { useClient } from '../../../react/context.ts';
import { SchoolApi } from '../schoolApi.ts';
import { SchoolContext } from './context.ts';
import { LESSONS } from './useLessons.ts';

export interface SchoolProviderProps {
  /** Yours, if the page has one. */
  readonly queryClient?: QueryClient;
  readonly children: ReactNode;
}

/** Lessons and administration: what the stream does not update is fetched by TanStack Query. */
export function SchoolProvider({ queryClient, children }: SchoolProviderProps): ReactNode {
  const client = useClient();
  const api = useMemo(() => new SchoolApi(client.http), [client]);
  const queries = useMemo(() => queryClient ?? createQueryClient(), [queryClient]);
  useEffect(() => refetchOnEvents(client, queries), [client, queries]);
  return (
    <SchoolContext.Provider value={api}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </SchoolContext.Provider>
  );
}

/** Fetches again what an event shows to have changed: a completed lesson begins a chat. */
function refetchOnEvents(client: VestnikClient, queries: QueryClient): () => void {
  const invalidateLessons = (): void => {
    void queries.invalidateQueries({ queryKey: LESSONS });
  };
  const stops: (() => void)[] = [];
  const stop = (): void => {
    for (const one of stops.splice(0)) one();
  };
  const follow = (): void => {
    stop();
    const chatClient = client.chatClient.get();
    // Another user must not see what this one fetched.
    if (chatClient === null) {
      queries.clear();
      return;
    }
    stops.push(
      chatClient.buffer.listen({
        onEvent: (event) => {
          if (event.name === 'chat' && event.data.chat.last_message === null) invalidateLessons();
        },
        onGap: () => undefined,
        onReset: invalidateLessons,
      }),
      chatClient.connection.subscribe(() => {
        if (chatClient.connection.get() === 'live') retryFailed(queries);
      }),
    );
  };
  follow();
  const unsubscribe = client.chatClient.subscribe(follow);
  return () => {
    unsubscribe();
    stop();
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
