import type { VestnikClient } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';
import { FileReaderContext } from '@vestnik/ui/files';
import type { ReactNode } from 'react';

interface ClientProviderProps {
  client: VestnikClient;
  children: ReactNode;
}

/** The client, also for files: of a page of another site, only scripts prove who asks. */
export function ClientProvider({ client, children }: ClientProviderProps) {
  return (
    <VestnikProvider client={client}>
      <FileReaderContext value={client.readFile}>{children}</FileReaderContext>
    </VestnikProvider>
  );
}
