import { useEffect } from 'react';

/** The number on the icon of the installed application, until the user signs out. */
export function useAppBadge(unread: number): void {
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return;
    // Zero clears it. It is refused where the application is not installed.
    const show = () => void navigator.setAppBadge(unread).catch(() => undefined);
    show();
    // The service worker counts its notifications instead.
    const correct = ({ data }: MessageEvent<{ readonly type?: string }>) => {
      if (data.type === 'badge') show();
    };
    const container = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
    container?.addEventListener('message', correct);
    return () => {
      container?.removeEventListener('message', correct);
    };
  }, [unread]);
  useEffect(
    () => () => {
      if ('clearAppBadge' in navigator) navigator.clearAppBadge().catch(() => undefined);
    },
    [],
  );
}
