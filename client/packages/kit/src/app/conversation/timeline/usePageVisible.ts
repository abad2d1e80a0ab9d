import { useSyncExternalStore } from 'react';

/**
 * Whether the page is visible and has the focus: messages in a background tab stay unread, and so do those in a
 * window behind another one. A read mark cannot be taken back, and the focus makes up for a late one.
 */
export function usePageVisible(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => document.visibilityState === 'visible' && document.hasFocus(),
  );
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  // Some phones come back from sleep with the focus alone.
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
}
