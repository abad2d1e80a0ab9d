import { useEffect, type ReactNode } from 'react';

import type { VestnikClient } from '../index.ts';
import { ClientContext } from './context.ts';

export interface VestnikProviderProps {
  readonly client: VestnikClient;
  readonly children: ReactNode;
}

/** Starts the client, and gives it to the hooks below. */
export function VestnikProvider({ client, children }: VestnikProviderProps): ReactNode {
  useEffect(() => {
    client.start();
    return () => {
      client.stop();
    };
  }, [client]);
  // React 18 has no other form of a provider.
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}
