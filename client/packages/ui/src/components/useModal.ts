import { useLayoutEffect, useRef, type RefObject } from 'react';

/** For a `<dialog>`, which is modal as long as it is mounted. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closed before it leaves the page: only so does the browser give the focus back.
    return () => {
      element?.close();
    };
  }, []);
  return dialog;
}
