import type { KeyboardShortcutsProps } from '@vestnik/kit/app';
import type { Role } from '@vestnik/sdk';
import { pushAddress } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';
import { useMemo } from 'react';

import { strings } from './strings.ts';
import { useApp } from './useApp.ts';
import { paths } from './routes.ts';

/** The pages that the user may open, for Ctrl+K. */
export function useQuickPages(role: Role | null): NonNullable<KeyboardShortcutsProps['pages']> {
  const t = useStrings(strings);
  const { base, isSchool } = useApp();
  return useMemo(() => {
    const pages = [
      'chats',
      ...(isSchool ? (['lessons'] as const) : []),
      ...(isSchool && role === 'admin' ? (['people', 'desk'] as const) : []),
      'account',
    ] as const;
    return pages.map((page) => ({
      key: page,
      title: t[page],
      open: () => {
        pushAddress(base + paths[page]);
      },
    }));
  }, [t, base, isSchool, role]);
}
