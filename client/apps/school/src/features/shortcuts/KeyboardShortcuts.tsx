import { globalShortcut } from '@vestnik/kit/chats';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';

import { useSearchPanel } from '../search/index.ts';

const Dialogs = lazy(() => import('./ShortcutDialogs.tsx'));

export type ShortcutDialog = 'quickSwitcher' | 'shortcuts';

/** The keys that work anywhere: Ctrl+K, Ctrl+Shift+F and the question mark. */
export function KeyboardShortcuts() {
  const [dialog, setDialog] = useState<ShortcutDialog | null>(null);
  const { open: openSearch } = useSearchPanel();
  const [path, navigate] = useLocation();

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const action = globalShortcut(event, isTextField(event.target));
      if (action === null) return;
      event.preventDefault();
      if (action === 'quickSwitcher' || action === 'shortcuts') setDialog(action);
      else if (action === 'search') {
        if (!path.startsWith('/chats') && path !== '/') navigate('/chats');
        openSearch();
      }
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, [openSearch, path, navigate]);

  if (dialog === null) return null;
  return (
    <Suspense>
      <Dialogs
        dialog={dialog}
        onClose={() => {
          setDialog(null);
        }}
      />
    </Suspense>
  );
}

/** Whether a character key would be typed there. */
function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
  );
}
