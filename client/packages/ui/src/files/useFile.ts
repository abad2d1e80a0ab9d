import { use, useEffect, useState } from 'react';

import { FileCache } from './fileCache.ts';
import { FileReaderContext, type ReadFile } from './FileReaderContext.ts';
import { revokeLater } from './revokeLater.ts';

const caches = new WeakMap<ReadFile, FileCache>();

/** Reads files that are shown: those used last are in memory. */
export function useFileReader(): ReadFile | null {
  const read = use(FileReaderContext);
  return read && cacheOf(read).read;
}

/** A file of the server: undefined while it is read or the path is null, null if that failed. */
export function useFile(path: string | null): Blob | null | undefined {
  const read = use(FileReaderContext);
  const [loaded, setLoaded] = useState<{ path: string; blob: Blob | null } | null>(null);
  useEffect(() => {
    if (read === null || path === null) return;
    let isCurrent = true;
    const settle = (blob: Blob | null) => {
      if (isCurrent) setLoaded({ path, blob });
    };
    cacheOf(read)
      .read(path)
      .then(settle, () => {
        settle(null);
      });
    return () => {
      isCurrent = false;
    };
  }, [read, path]);
  return loaded !== null && loaded.path === path ? loaded.blob : undefined;
}

/** What an element can show for a path: the path itself, or an object URL as soon as it is read. */
export function useFileUrl(path: string | null | undefined): string | undefined {
  const read = use(FileReaderContext);
  // Object URLs and data URLs need no token.
  const readPath = read !== null && path?.startsWith('/') === true ? path : null;
  const blob = useFile(readPath);
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    // An object URL is a resource of the browser: it is made and revoked by an effect.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setUrl(made);
    return () => {
      setUrl(undefined);
      revokeLater(made);
    };
  }, [blob]);
  return readPath === null ? (path ?? undefined) : url;
}

function cacheOf(read: ReadFile): FileCache {
  const cache = caches.get(read) ?? new FileCache(read);
  caches.set(read, cache);
  return cache;
}
