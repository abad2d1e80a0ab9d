import { useEffect, useEffectEvent } from 'react';

import { useSubscriber, type SubscriberProps } from './useSubscriber.ts';

/** Keeps the push subscription of the user valid. */
export function usePushSubscription(props: SubscriberProps, isOffered: boolean): void {
  const subscriber = useSubscriber(props);
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
}

/**
 * Ends the push subscription of the browser, for an application that signs out and whose log-in stays
 * valid. Needs neither a connection nor a token.
 */
export async function endPushSubscription(scope: string): Promise<void> {
  const { forgetSubscription } = await import('./browserSubscription.ts');
  await forgetSubscription(scope);
}

/** Goes where a clicked notification leads: the service worker posts `{ type: 'open', path }`. */
export function useNotificationClicks(onOpen: (path: string) => void): void {
  const open = useEffectEvent(onOpen);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const { serviceWorker } = navigator;
    const onMessage = ({ data }: MessageEvent<unknown>) => {
      if (isOpenRequest(data)) open(data.path);
    };
    serviceWorker.addEventListener('message', onMessage);
    return () => {
      serviceWorker.removeEventListener('message', onMessage);
    };
  }, []);
}

function isPermitted(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

function isOpenRequest(data: unknown): data is { readonly path: string } {
  if (typeof data !== 'object' || data === null) return false;
  return 'type' in data && data.type === 'open' && 'path' in data && typeof data.path === 'string';
}
