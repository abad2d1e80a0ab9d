import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';

import { useChatClient } from '../../react/context.ts';
import { queryClientOf, retryFailed } from '../../react/queryClient.ts';
import { DeskLanguageContext } from './context.ts';

export interface DeskProviderProps {
  /** The language in which the server describes events: `ru` or `en`. */
  readonly language: string;
  readonly children: ReactNode;
}

/** Keeps what the desk's hooks fetch. */
export function DeskProvider({ language, children }: DeskProviderProps): ReactNode {
  const chatClient = useChatClient();
  const queries = useMemo(() => queryClientOf(chatClient), [chatClient]);
  useEffect(
    () => (chatClient === null ? undefined : retryFailed(chatClient, queries)),
    [chatClient, queries],
  );
  return (
    <DeskLanguageContext.Provider value={language}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </DeskLanguageContext.Provider>
  );
}
