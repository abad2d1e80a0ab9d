import { useText } from '@vestnik/ui/i18n';
import { useEffect } from 'react';

import { messages } from './messages.ts';

/** `(3) Занятия · Вестник`: what is unread comes first, where a narrow tab still shows it. */
export function usePageTitle(section: string | null, unread: number): void {
  const { app } = useText(messages);
  useEffect(() => {
    const count = unread > 0 ? `(${unread}) ` : '';
    document.title = count + (section === null ? app : `${section} · ${app}`);
  }, [app, section, unread]);
}

/** The number on the icon of the installed application; browsers without one show none. */
export function useAppBadge(unread: number): void {
  useEffect(() => {
    // Zero clears it. It is refused where the application is not installed.
    if ('setAppBadge' in navigator) navigator.setAppBadge(unread).catch(() => undefined);
  }, [unread]);
}
