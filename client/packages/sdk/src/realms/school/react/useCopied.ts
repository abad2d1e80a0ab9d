import { useEffect, useState } from 'react';

import { useAccount } from '../../../react/context.ts';
import { useConnection } from '../../../react/useConnection.ts';
import type { ListView } from '../../../react/useList.ts';

/** Items that a copy has at most. */
const MOST = 200;

/** A list that is kept under `name`, and shown from there while the server cannot be asked. */
export function useCopied<Item>(name: string, list: ListView<Item>): ListView<Item> {
  const copies = useAccount()?.copies ?? null;
  const isOffline = useConnection() === 'offline';
  const [copy, setCopy] = useState<readonly Item[] | null>(null);
  const isRead = !list.isLoading && list.error === null;
  const { items } = list;
  useEffect(() => {
    if (isRead) void copies?.write(name, items.slice(0, MOST));
  }, [copies, isRead, items, name]);

  const isNeeded = items.length === 0 && (list.error?.isTemporary ?? (isOffline && list.isLoading));
  useEffect(() => {
    if (!isNeeded || copies === null) return;
    let isCurrent = true;
    void copies.read<readonly Item[]>(name).then((kept) => {
      if (isCurrent) setCopy(kept);
    });
    return () => {
      isCurrent = false;
    };
  }, [copies, isNeeded, name]);
  return isNeeded && copy !== null
    ? { ...list, items: copy, isLoading: false, isCopy: true }
    : list;
}
