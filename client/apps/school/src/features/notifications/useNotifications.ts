import { useEffect } from 'react';
import { navigate } from 'wouter/use-browser-location';

import { useSubscriber } from './useSubscriber.ts';

/** Keeps the push subscription of the user valid, and opens the chat of a clicked notification. */
export function useNotifications(userId: number, isOffered: boolean): void {
  const subscriber = useSubscriber(userId);
  useEffect(() => {
    // Without the permission there is no subscription, and nothing to load.
    if (!isOffered || !isPermitted()) return;
    const refresh = async () => {
      // Not needed to draw the page.
      const { refreshSubscription } = await import('./browserSubscription.ts');
      await refreshSubscription(subscriber);
    };
    // Without a connection it is repeated when the application is opened again.
    refresh().catch(() => undefined);
  }, [subscriber, isOffered]);
  useEffect(() => {
    if (!isOffered || !('serviceWorker' in navigator)) return;
    const { serviceWorker } = navigator;
    const open = ({ data }: MessageEvent<unknown>) => {
      if (isOpenRequest(data)) navigate(data.path);
    };
    serviceWorker.addEventListener('message', open);
    return () => {
      serviceWorker.removeEventListener('message', open);
    };
  }, [isOffered]);
}

function isPermitted(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

/** What the service worker posts when a notification was clicked. */
function isOpenRequest(data: unknown): data is { readonly path: string } {
  if (typeof data !== 'object' || data === null) return false;
  return 'type' in data && data.type === 'open' && 'path' in data && typeof data.path === 'string';
}
