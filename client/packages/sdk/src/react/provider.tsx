import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';

import { VestnikError, type VestnikClient } from '../index.ts';
import { ClientContext } from './context.ts';
import { LESSONS } from '../realms/school/react/useLessons.ts';

export interface VestnikProviderProps {
  readonly client: VestnikClient;
  /** Yours, if the page has one already. */
  readonly queryClient?: QueryClient;
  readonly children: ReactNode;
}

/** Starts the client, and gives it to the hooks below. */
export function VestnikProvider({
  client,
  queryClient,
  children,
}: VestnikProviderProps): ReactNode {
  const queries = useMemo(() => queryClient ?? defaultQueries(), [queryClient]);
  useEffect(() => {
    client.start();
    return () => {
      client.stop();
    };
  }, [client]);
  useEffect(() => refreshed(client, queries), [client, queries]);
  return (
    <ClientContext value={client}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </ClientContext>
  );
}

/** Answers that the stream cannot keep up to date are asked for again when it tells of a cause. */
function refreshed(client: VestnikClient, queries: QueryClient): () => void {
  const again = (): void => {
    void queries.invalidateQueries({ queryKey: LESSONS });
  };
  const stops: (() => void)[] = [];
  const stop = (): void => {
    for (const one of stops.splice(0)) one();
  };
  const follow = (): void => {
    stop();
    const account = client.account.get();
    // Nobody sees what was asked for by somebody else.
    if (account === null) {
      queries.clear();
      return;
    }
    stops.push(
      account.feed.listen({
        onEvent: ({ name }) => {
          if (name === 'chat_created') again();
        },
        onHole: () => undefined,
        onReset: again,
      }),
      account.connection.subscribe(() => {
        if (account.connection.get() === 'live') retryFailed(queries);
      }),
    );
  };
  follow();
  const unsubscribe = client.account.subscribe(follow);
  return () => {
    unsubscribe();
    stop();
  };
}

/** There is a connection: what failed for want of one is asked for again. */
function retryFailed(queries: QueryClient): void {
  void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
}

function isTemporary(error: unknown): boolean {
  return error instanceof VestnikError && error.isTemporary;
}

function defaultQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Without a connection a request fails and says so; it does not wait unseen.
        networkMode: 'always',
        refetchOnReconnect: true,
        retry: (failures, error) =>
          failures < 3 && globalThis.navigator.onLine && isTemporary(error),
      },
      // A request that changes something is never repeated behind its caller's back.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
