import { useCallback, useMemo, useSyncExternalStore } from 'react';

import { addressWith, followAddress, replaceAddress } from './address.ts';

/** The path of the page's address. */
export function usePath(): string {
  return useSyncExternalStore(followAddress, () => location.pathname, emptyText);
}

/** The parameters of the page's address. */
export function useSearchParams(): URLSearchParams {
  const search = useSyncExternalStore(followAddress, () => location.search, emptyText);
  return useMemo(() => new URLSearchParams(search), [search]);
}

/** The fragment of the page's address, which browsers send to no server. */
export function useFragment(): string {
  return useSyncExternalStore(followAddress, () => location.hash.slice(1), emptyText);
}

/** A parameter of the address; empty where it is absent. To choose is no step of the history. */
export function useAddressParam(name: string): [value: string, setValue: (value: string) => void] {
  const setValue = useCallback(
    (value: string) => {
      replaceAddress(addressWith({ [name]: value === '' ? null : value }));
    },
    [name],
  );
  return [useSearchParams().get(name) ?? '', setValue];
}

/** A server knows no address. */
function emptyText(): string {
  return '';
}
