import type { DeskReport } from '@vestnik/sdk/desk';
import { useCallback, useEffect, useRef, type RefCallback } from 'react';

/** By position on the keyboard, so that they work in every layout. */
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
): RefCallback<HTMLUListElement> {
  const list = useRef<HTMLUListElement>(null);
  const focused = useRef<FocusedReport | null>(null);
  const press = useRef<(event: KeyboardEvent, element: HTMLElement) => void>(null);
  useEffect(() => {
    press.current = (event, element) => {
      pressKey(event, element, isOpen);
    };
  }, [isOpen]);

  // The list appears once the reports are loaded.
  const attach = useCallback((element: HTMLUListElement) => {
    list.current = element;
    const remember = () => {
      focused.current = focusedReport(element);
    };
    const forget = ({ relatedTarget }: FocusEvent) => {
      // Without another target the focus was lost, perhaps because its report has left the list.
      if (relatedTarget !== null) focused.current = null;
    };
    const forgetOutside = ({ target }: Event) => {
      if (target instanceof Node && !element.contains(target)) focused.current = null;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      press.current?.(event, element);
    };
    element.addEventListener('focusin', remember);
    element.addEventListener('focusout', forget);
    element.addEventListener('keydown', onKeyDown);
    document.addEventListener('pointerdown', forgetOutside);
    return () => {
      list.current = null;
      element.removeEventListener('focusin', remember);
      element.removeEventListener('focusout', forget);
      element.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('pointerdown', forgetOutside);
    };
  }, []);

  useEffect(() => {
    const before = focused.current;
    if (before === null || list.current === null || document.activeElement !== document.body)
      return;
    if (reports.some(({ id }) => String(id) === before.id)) return;
    const items = itemsOf(list.current);
    items[Math.min(before.at, items.length - 1)]?.focus();
  }, [reports]);
  return attach;
}

/** The report with the focus, and its position in the list. */
interface FocusedReport {
  readonly id: string | undefined;
  readonly at: number;
}

function focusedReport(list: HTMLElement): FocusedReport | null {
  const at = indexOfFocus(list);
  return at === null ? null : { id: itemsOf(list)[at]?.dataset['report'], at };
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
