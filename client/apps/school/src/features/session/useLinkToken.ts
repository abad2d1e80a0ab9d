import { useSyncExternalStore } from 'react';

/** The token of the link: the fragment of the address, which browsers send to no server. */
export function useLinkToken(): string {
  return useSyncExternalStore(subscribe, () => location.hash.slice(1));
}

/** Another link may be opened in the same tab. */
function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}
