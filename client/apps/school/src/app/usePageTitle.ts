import { useStrings } from '@vestnik/ui/i18n';
import { useEffect } from 'react';

import { strings } from './strings.ts';

/** `(3) Занятия · Вестник`: what is unread comes first, where a narrow tab still shows it. */
export function usePageTitle(section: string | null, unread: number): void {
  const { app } = useStrings(strings);
  useEffect(() => {
    const count = unread > 0 ? `(${unread}) ` : '';
    document.title = count + (section === null ? app : `${section} · ${app}`);
  }, [app, section, unread]);
}

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
