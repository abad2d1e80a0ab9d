import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';

import type { ChatClient } from '../../../index.ts';
import { useChatClient } from '../../../react/context.ts';
import { queryClientOf, retryFailed } from '../../../react/queryClient.ts';
import { LESSONS } from './useLessons.ts';

export interface SchoolProviderProps {
  /** Yours, if the page has one. */
  readonly queryClient?: QueryClient;
  readonly children: ReactNode;
}

/**
 * Lessons and administration: what the stream does not update is fetched by TanStack Query. It may
 * be mounted for those pages alone: the cache lasts as long as the user is signed in.
 */
export function SchoolProvider({ queryClient, children }: SchoolProviderProps): ReactNode {
  const chatClient = useChatClient();
  const queries = useMemo(
    () => queryClient ?? queryClientOf(chatClient),
    [queryClient, chatClient],
  );
  useEffect(
    () => (chatClient === null ? undefined : refetchOnEvents(chatClient, queries)),
    [chatClient, queries],
  );
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
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
  const stopWatching = retryFailed(chatClient, queries);
  return () => {
    stopListening();
    stopWatching();
  };
}
