import { createContext, useContext } from 'react';

import type { ChatClient, VestnikClient } from '../index.ts';
import { useStore } from './useStore.ts';

export const ClientContext = createContext<VestnikClient | null>(null);

/** The client that the provider was given. */
export function useClient(): VestnikClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('a hook of Vestnik outside <VestnikProvider>');
  return client;
}

/** The state and operations of the signed-in user; null while no user is signed in. */
export function useChatClient(): ChatClient | null {
  return useStore<ChatClient | null>(useClient().chatClient, null);
}
