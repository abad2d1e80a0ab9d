import { use, useState } from 'react';

import { FileReaderContext } from './FileReaderContext.ts';
import { saveFile } from './saveFile.ts';

export interface UseDownload {
  /** Saves a file of the server; null: the browser's own request can. */
  readonly download: ((name: string, path: string) => Promise<void>) | null;
  readonly isPending: boolean;
  /** Why the last download failed; null if it did not. */
  readonly error: unknown;
}

/** Downloads where requests need a token. What is saved is not kept in memory. */
export function useDownload(): UseDownload {
  const read = use(FileReaderContext);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const download = async (name: string, path: string): Promise<void> => {
    if (read === null || isPending) return;
    setPending(true);
    setError(null);
    try {
      saveFile(name, await read(path));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setPending(false);
    }
  };
  return { download: read && download, isPending, error };
}
