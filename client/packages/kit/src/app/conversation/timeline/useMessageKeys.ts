import { activeElementBeside, CONTROLS, isFocusLost, usesArrowKeys } from '@vestnik/ui/keyboard';
import {
  useLayoutEffect,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';

interface MessageKeys {
  /** The log's own: it is one tab stop, wherever in it the focus is. */
  tabIndex: 0 | -1;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
}

/**
 * Keys in a log of messages: up and down move between messages, left and right between a message
 * and what is in it. The log itself scrolls by its own keys.
 */
export function useMessageKeys(log: RefObject<HTMLElement | null>): MessageKeys {
  const [isInside, setInside] = useState(false);

  // A message that had the focus may leave the page by scrolling; the log keeps the focus then.
  useLayoutEffect(() => {
    if (isInside && isFocusLost()) {
      log.current?.focus({ preventScroll: true });
    }
  });

  return {
    tabIndex: isInside ? -1 : 0,
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (usesArrowKeys(event.target) && event.key !== 'Escape') return;
      if (SCROLLING.has(event.key)) event.currentTarget.focus({ preventScroll: true });
      const target = targetOf(event.key, event.currentTarget);
      if (target === null) return;
      event.preventDefault();
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: 'nearest' });
    },
    onFocus: ({ target, currentTarget }) => {
      setInside(target !== currentTarget);
    },
    onBlur: ({ relatedTarget, currentTarget }) => {
      if (!currentTarget.contains(relatedTarget)) setInside(false);
    },
  };
}

/** These scroll, from wherever in the log the focus is. */
const SCROLLING: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End']);

/** What a key leads to; null where it keeps its own meaning. */
function targetOf(key: string, log: HTMLElement): HTMLElement | null {
  const all = [...log.querySelectorAll<HTMLElement>('article')];
  const active = activeElementBeside(log);
  const current = active?.closest('article') ?? null;
  const at = current === null ? -1 : all.indexOf(current);
  switch (key) {
    case 'ArrowUp':
      return (at < 0 ? all.findLast((one) => isInSight(one, log)) : all[at - 1]) ?? null;
    case 'ArrowDown':
      return (at < 0 ? all.find((one) => isInSight(one, log)) : all[at + 1]) ?? null;
    case 'ArrowRight':
      return within(current, 1);
    case 'ArrowLeft':
      return within(current, -1);
    case 'Escape':
      return usesArrowKeys(active) ? current : null;
    default:
      return null;
  }
}

/** What stands before or after the focus in its message: the message itself, and its controls. */
function within(message: Element | null, by: 1 | -1): HTMLElement | null {
  if (!(message instanceof HTMLElement)) return null;
  const stops = [message, ...message.querySelectorAll<HTMLElement>(CONTROLS)];
  const active = activeElementBeside(message);
  const at = stops.findIndex((one) => one === active);
  return stops[at + by] ?? null;
}

function isInSight(message: HTMLElement, log: HTMLElement): boolean {
  const { top, bottom } = message.getBoundingClientRect();
  const room = log.getBoundingClientRect();
  return top < room.bottom && bottom > room.top;
}
