import { useEffect, useMemo, useState } from 'react';

import { useChatClient } from '../../../react/context.ts';
import { queryResult, type ListResult } from '../../../react/result.ts';
import { useConnection } from '../../../react/useConnection.ts';

/** Items in a copy. */
const MAX_ITEMS = 200;

/** A list with a local copy under `name`, shown while the server cannot be reached. */
export function useCopied<Item extends { readonly id: number }>(
  name: string,
  list: ListResult<Item>,
): ListResult<Item> {
  const copies = useChatClient()?.copies ?? null;
  const isOffline = useConnection().data === 'offline';
  const [copy, setCopy] = useState<readonly Item[] | null>(null);
  const { data, error } = list;
  useEffect(() => {
    if (data !== undefined && error === null) copies?.write(name, data.slice(0, MAX_ITEMS));
  }, [copies, data, error, name]);

  const isNeeded = data === undefined && (error?.isTemporary ?? isOffline);
  useEffect(() => {
    if (!isNeeded || copies === null) return;
    let isCurrent = true;
    void copies.read(name, 'items').then((stored) => {
      if (isCurrent) setCopy((stored?.value as readonly Item[] | undefined) ?? null);
    });
    return () => {
      isCurrent = false;
    };
  }, [copies, isNeeded, name]);
  return useMemo(
    () =>
      isNeeded && copy !== null ? { ...list, ...queryResult(copy, error), isCopy: true } : list,
    [isNeeded, copy, list, error],
  );
}
