import { createContext, use, useSyncExternalStore } from 'react';

import type { Account, VestnikClient } from '../index.ts';

export const ClientContext = createContext<VestnikClient | null>(null);

/** The client that the provider was given. */
export function useClient(): VestnikClient {
  const client = use(ClientContext);
  if (client === null) throw new Error('a hook of Vestnik outside <VestnikProvider>');
  return client;
}

/** What the signed-in person sees and does; null while nobody is. */
export function useAccount(): Account | null {
  const { account } = useClient();
  return useSyncExternalStore(account.subscribe, account.get);
}
