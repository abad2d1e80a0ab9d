import type { Selection } from './markers.ts';

/** Puts a text instead of a range of the field, as if it were typed: with undo and `input`. */
export function replaceRange(
  field: HTMLTextAreaElement,
  start: number,
  end: number,
  text: string,
): void {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  // The only way that leaves the browser's undo history whole.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (document.execCommand(text === '' ? 'delete' : 'insertText', false, text)) return;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Makes the field's text and selection those of `target`, by the smallest replacement. */
export function applySelection(field: HTMLTextAreaElement, target: Selection): void {
  const before = field.value;
  const after = target.text;
  let prefix = 0;
  const shorter = Math.min(before.length, after.length);
  while (prefix < shorter && before[prefix] === after[prefix]) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  const end = before.length - suffix;
  replaceRange(field, prefix, end, after.slice(prefix, after.length - suffix));
  field.setSelectionRange(target.start, target.end);
}
