import { Suspense, useEffect, useEffectEvent, useState, type RefObject } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import { globalShortcut, type QuickPage } from '../../chats/index.ts';
import { useSearchPanel } from '../search/index.ts';
import type { ShortcutDialog } from './ShortcutDialogs.tsx';

const loadDialogs = () => import('./ShortcutDialogs.tsx');
const Dialogs = lazyPart(loadDialogs);

export interface KeyboardShortcutsProps {
  /** Keys work only inside of this element; absent: on the whole page. */
  scope?: RefObject<HTMLElement | null>;
  /** The search is about to open: an application with several pages goes to that of the chats. */
  onSearch?: () => void;
  /** Pages of the application that Ctrl+K leads to. */
  pages?: readonly QuickPage[];
}

const NO_PAGES: readonly QuickPage[] = [];

/** The keys that work anywhere: Ctrl+K, Ctrl+Shift+F and the question mark. */
export function KeyboardShortcuts({ scope, onSearch, pages = NO_PAGES }: KeyboardShortcutsProps) {
  const [dialog, setDialog] = useState<ShortcutDialog | null>(null);
  const { open: openSearch } = useSearchPanel();

  const press = useEffectEvent((event: KeyboardEvent) => {
    // Before its letter is pressed, so that what is typed next is typed into the dialog.
    if (event.key === 'Control' || event.key === 'Meta') void loadDialogs().catch(() => undefined);
    if (event.defaultPrevented || hasOpenDialog(event)) return;
    const action = globalShortcut(event, isTextField(innerTarget(event)));
    if (action === null) return;
    event.preventDefault();
    if (action === 'quickSwitcher' || action === 'shortcuts') setDialog(action);
    else if (action === 'search') {
      onSearch?.();
      openSearch();
    }
  });
  useEffect(() => {
    const target = scope === undefined ? window : scope.current;
    const listener = (event: Event) => {
      if (event instanceof KeyboardEvent) press(event);
    };
    target?.addEventListener('keydown', listener);
    return () => {
      target?.removeEventListener('keydown', listener);
    };
  }, [scope]);

  if (dialog === null) return null;
  return (
    <Suspense>
      <Dialogs
        dialog={dialog}
        pages={pages}
        onClose={() => {
          setDialog(null);
        }}
      />
    </Suspense>
  );
}

/** The target of an event, also inside of a shadow root. */
function innerTarget(event: Event): EventTarget | null {
  return event.composedPath()[0] ?? null;
}

function hasOpenDialog(event: Event): boolean {
  const target = innerTarget(event);
  const root = target instanceof Node ? target.getRootNode() : document;
  return root instanceof ShadowRoot
    ? root.querySelector('dialog[open]') !== null
    : document.querySelector('dialog[open]') !== null;
}

/** Whether a character key would be typed there. */
function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
  );
}
