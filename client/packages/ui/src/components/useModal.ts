import { useLayoutEffect, useRef, type RefObject } from 'react';

import { useBackLayer } from '../layers/index.ts';

/** For a `<dialog>`, which is modal as long as it is mounted. `onClose`: Back was pressed. */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  useBackLayer(true, onClose);
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    if (element !== null) showBeginning(element);
    // Closed before it leaves the page: only so does the browser give the focus back.
    return () => {
      element?.close();
    };
  }, []);
  return dialog;
}

/** The browser scrolls to the control that it gives the focus, which may be the last one. */
function showBeginning(dialog: HTMLDialogElement): void {
  if (dialog.scrollTop === 0) return;
  dialog.tabIndex = -1;
  dialog.focus({ preventScroll: true });
  dialog.scrollTop = 0;
}
