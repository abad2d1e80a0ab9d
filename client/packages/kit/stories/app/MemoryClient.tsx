import { createVestnik, randomUuid } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';
import { useState, type ReactNode } from 'react';

import { MemoryServer, type MemoryServerOptions } from './memoryServer.ts';

interface MemoryClientProps {
  server: MemoryServerOptions;
  /** Signs in by a token, as an application on another site does. */
  hasToken?: boolean;
  children: ReactNode;
}

/** Connects what is below it to a server in the page. */
export function MemoryClient({ server, hasToken = false, children }: MemoryClientProps) {
  const [client] = useState(() =>
    createVestnik({
      realm: 'messenger',
      // What the browser has stored for another story is not shown.
      storageName: randomUuid(),
      fetch: new MemoryServer(server).fetch,
      ...(hasToken && { auth: { token: () => 'story' } }),
    }),
  );
  return <VestnikProvider client={client}>{children}</VestnikProvider>;
}
