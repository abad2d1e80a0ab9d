import type { KeyboardEvent } from 'react';

/** Arrows move between a column's links, and from its search field into them. */
export function handleArrowKeys(event: KeyboardEvent<HTMLElement>): void {
  // Fields of dialogs and menus of the list have keys of their own.
  if (event.target instanceof Element && event.target.closest('dialog, [role=menu]')) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('nav [data-chat-id]')];
  const current = links.findIndex((link) => link === event.target);
  const isInField = event.target instanceof HTMLInputElement;
  const target = targetIndex(event.key, current, links.length, isInField);
  if (target === null) return;
  event.preventDefault();
  links[target]?.focus();
}

/** The index of the link that a key leads to; null where the key keeps its own meaning. */
export function targetIndex(
  key: string,
  current: number,
  count: number,
  isInField: boolean,
): number | null {
  if (count === 0) return null;
  if (isInField) return key === 'ArrowDown' ? 0 : null;
  if (current < 0) return null;
  switch (key) {
    case 'ArrowDown':
      return Math.min(current + 1, count - 1);
    case 'ArrowUp':
      return Math.max(current - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
