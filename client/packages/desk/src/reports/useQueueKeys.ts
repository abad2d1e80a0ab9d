import type { DeskReport } from '@vestnik/sdk/desk';
import { useEffect, useRef, type RefObject } from 'react';

/** By place on the keyboard, so that they work in every layout. */
const ACTIONS: Readonly<Record<string, string>> = {
  KeyD: 'dismiss',
  Delete: 'delete_message',
  KeyB: 'ban_author',
};

/**
 * The keys of a list of reports: the arrows go from report to report, and others press the buttons
 * of the one that has the focus. When the focused report leaves the list, the next one is focused.
 */
export function useQueueKeys(
  reports: readonly DeskReport[],
  isOpen: boolean,
): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const focusedAt = useRef<number | null>(null);

  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const remember = () => {
      focusedAt.current = indexOfFocus(element);
    };
    const forget = ({ relatedTarget }: FocusEvent) => {
      // Without another target the focus was lost because its report has left the list.
      if (relatedTarget !== null) focusedAt.current = null;
    };
    const press = (event: KeyboardEvent) => {
      pressKey(event, element, isOpen);
    };
    element.addEventListener('focusin', remember);
    element.addEventListener('focusout', forget);
    element.addEventListener('keydown', press);
    return () => {
      element.removeEventListener('focusin', remember);
      element.removeEventListener('focusout', forget);
      element.removeEventListener('keydown', press);
    };
  });

  useEffect(() => {
    const at = focusedAt.current;
    if (at === null || list.current === null || document.activeElement !== document.body) return;
    const items = itemsOf(list.current);
    items[Math.min(at, items.length - 1)]?.focus();
  }, [reports]);
  return list;
}

function pressKey(event: KeyboardEvent, list: HTMLElement, isOpen: boolean): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
  const items = itemsOf(list);
  const at = indexOfFocus(list);
  const item = at === null ? undefined : items[at];
  if (at === null || item === undefined) return;
  const neighbour = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (neighbour !== undefined) {
    event.preventDefault();
    items[neighbour]?.focus();
    return;
  }
  const action = ACTIONS[event.code];
  if (action === undefined || !isOpen) return;
  event.preventDefault();
  item.querySelector<HTMLElement>(`[data-decision="${action}"]`)?.click();
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-report]')];
}

/** The index of the report that has the focus, or whose button has it. */
function indexOfFocus(list: HTMLElement): number | null {
  const at = itemsOf(list).findIndex((item) => item.contains(document.activeElement));
  return at === -1 ? null : at;
}
