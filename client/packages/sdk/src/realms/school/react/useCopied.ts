import { useEffect, useState } from 'react';

import { useChatClient } from '../../../react/context.ts';
import { useConnection } from '../../../react/useConnection.ts';
import type { ListView } from '../../../react/useChats.ts';

/** Items in a copy. */
const MAX_ITEMS = 200;

/** A list with a local copy under `name`, shown while the server cannot be reached. */
export function useCopied<Item extends { readonly id: number }>(
  name: string,
  list: ListView<Item>,
): ListView<Item> {
  const copies = useChatClient()?.copies ?? null;
  const isOffline = useConnection() === 'offline';
  const [copy, setCopy] = useState<readonly Item[] | null>(null);
  const isRead = !list.isLoading && list.error === null;
  const { items } = list;
  useEffect(() => {
    if (isRead) copies?.write(name, items.slice(0, MAX_ITEMS));
  }, [copies, isRead, items, name]);

  const isNeeded = items.length === 0 && (list.error?.isTemporary ?? (isOffline && list.isLoading));
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
  return isNeeded && copy !== null
    ? { ...list, items: copy, isLoading: false, isCopy: true }
    : list;
}
