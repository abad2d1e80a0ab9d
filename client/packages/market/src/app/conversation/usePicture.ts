import type { VestnikClient } from '@vestnik/sdk';
import { useClient } from '@vestnik/sdk/react';
import { useEffect, useState } from 'react';

/** Files that stay in memory. */
const MAX_KEPT = 40;

const filesByClient = new WeakMap<VestnikClient, Map<string, Promise<Blob>>>();

/** A file of the server: undefined while it is loaded, null if that failed. */
export function useFile(path: string): Blob | null | undefined {
  const client = useClient();
  const [loaded, setLoaded] = useState<{ path: string; blob: Blob | null } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const settle = (blob: Blob | null) => {
      if (isCurrent) setLoaded({ path, blob });
    };
    readFile(client, path).then(settle, () => {
      settle(null);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, path]);
  return loaded?.path === path ? loaded.blob : undefined;
}

function readFile(client: VestnikClient, path: string): Promise<Blob> {
  const files = filesByClient.get(client) ?? new Map<string, Promise<Blob>>();
  filesByClient.set(client, files);
  const known = files.get(path);
  if (known !== undefined) return known;
  const reading = client.readFile(path);
  files.set(path, reading);
  // A failure is tried again when the picture is shown the next time.
  reading.catch(() => files.delete(path));
  const [oldest] = files.keys();
  if (files.size > MAX_KEPT && oldest !== undefined) files.delete(oldest);
  return reading;
}
