import { useFileReader, type ReadFile } from '@vestnik/ui/files';
import { useEffect, useState } from 'react';

import type { OpenPdf } from './openPdf.ts';

/** An opened file; undefined while it is loading, null if it cannot be shown. */
export function usePdf(url: string): OpenPdf | null | undefined {
  const read = useFileReader();
  const [opened, setOpened] = useState<{ url: string; pdf: OpenPdf | null }>();
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const settle = (pdf: OpenPdf | null) => {
      if (!signal.aborted) setOpened({ url, pdf });
    };
    open(url, read, signal).then(settle, () => {
      settle(null);
    });
    return () => {
      abort.abort();
    };
  }, [url, read]);
  return opened?.url === url ? opened.pdf : undefined;
}

async function open(url: string, read: ReadFile | null, signal: AbortSignal): Promise<OpenPdf> {
  const [{ openPdf }, bytes] = await Promise.all([
    import('./openPdf.ts'),
    readBytes(url, read, signal),
  ]);
  signal.throwIfAborted();
  return openPdf(bytes, signal);
}

async function readBytes(
  url: string,
  read: ReadFile | null,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  if (read !== null) return (await read(url)).arrayBuffer();
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return response.arrayBuffer();
}
