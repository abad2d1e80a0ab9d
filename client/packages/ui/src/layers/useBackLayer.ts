import { useLayoutEffect, useRef } from 'react';

import { withStack } from './lazyStack.ts';

/** Where Back is at hand and means "close this": phones and tablets, and windows as narrow. */
const TOUCH_OR_NARROW = '(pointer: coarse), (max-width: 45rem)';

/**
 * While `isOpen`, Back closes what lies over the page and does not leave the page. `onClose` is to make
 * `isOpen` false, as every other way to close it does. `covers`, asked when it has opened: false if it
 * stands beside the page, whose own Back it then is.
 */
export function useBackLayer(
  isOpen: boolean,
  onClose: () => void,
  covers: () => boolean = always,
): void {
  const latest = useRef({ onClose, covers });
  useLayoutEffect(() => {
    latest.current = { onClose, covers };
  });
  useLayoutEffect(() => {
    if (!matchMedia(TOUCH_OR_NARROW).matches) return;
    // Before anything opens: the code is there then, and nothing is left of before a reload.
    withStack((stack) => {
      stack.start();
    });
    if (!isOpen || !latest.current.covers()) return;
    let leave: (() => void) | null = null;
    let hasClosed = false;
    withStack((stack) => {
      if (hasClosed) return;
      leave = stack.join(() => {
        latest.current.onClose();
      });
    });
    return () => {
      hasClosed = true;
      leave?.();
    };
  }, [isOpen]);
}

function always(): boolean {
  return true;
}
