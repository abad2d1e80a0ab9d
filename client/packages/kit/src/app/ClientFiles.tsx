import { useClient } from '@vestnik/sdk/react';
import { FileReaderContext } from '@vestnik/ui/files';
import type { ReactNode } from 'react';

/**
 * Reads pictures, recordings and files below it with the token of the client, if it signs in with
 * one. The page's content policy has to allow `blob:` in `img-src` and `media-src` then.
 */
export function ClientFiles({ children }: { children: ReactNode }) {
  const { http, readFile } = useClient();
  return (
    <FileReaderContext value={http.auth === null ? null : readFile}>{children}</FileReaderContext>
  );
}
