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
