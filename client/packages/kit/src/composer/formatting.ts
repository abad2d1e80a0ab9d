import { isEmphasis } from '../message/text/isEmphasis.ts';
import type { Marker, Selection } from './markers.ts';

/**
 * Wraps the selection in a marker, or removes the marker that is there already. Where the marker would
 * have no effect, as that of italics within a word, the whole words are wrapped; a text of which
 * nothing can be formatted stays as it is.
 */
export function toggleFormat(selection: Selection, marker: Marker): Selection {
  const { text, start, end } = selection;
  const inner = trimmed(text, start, end);
  const size = marker.length;
  const outside = { start: inner.start - size, end: inner.end + size };
  if (isWrapped(text, outside, marker)) return unwrapped(text, outside, size);
  if (isWrapped(text, inner, marker)) return unwrapped(text, inner, size);
  if (marker === '`' || inner.start === inner.end) return wrapped(text, inner, marker);
  return formatLines(text, inner, marker) ?? selection;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Emphasis ends with its line, so each line of the selection gets its own. */
function formatLines(text: string, { start, end }: Range, marker: Marker): Selection | null {
  const ranges: Range[] = [];
  for (const { 0: line, index } of text.slice(start, end).matchAll(/[^\n]+/gu)) {
    const range = trimmed(text, start + index, start + index + line.length);
    if (range.start < range.end) ranges.push(range);
  }
  let changed = text;
  let begin = start;
  let lengthBehind: number | null = null;
  // From the end, so that the earlier ranges stay where they are.
  for (const range of ranges.reverse()) {
    const next = emphasised(changed, range, marker);
    if (next === null) continue;
    changed = next.text;
    begin = next.start;
    lengthBehind ??= changed.length - next.end;
  }
  if (lengthBehind === null) return null;
  return { text: changed, start: begin, end: changed.length - lengthBehind };
}

const WORD = /[\p{L}\p{M}\p{N}_]/u;

/** The narrowest range in which the marker has an effect. */
function emphasised(text: string, range: Range, marker: Marker): Selection | null {
  const single = marker === '_' ? /(?<!_)_(?!_)/gu : /(?<!\*)\*\*(?!\*)/gu;
  for (const widened of [range, widen(text, range, WORD), widen(text, range, /\S/u)]) {
    for (const marks of [null, single]) {
      const content = text.slice(widened.start, widened.end);
      const inner = marks === null ? content : content.replace(marks, '');
      const before = text.slice(0, widened.start);
      const plain = before + inner + text.slice(widened.end);
      const end = widened.start + inner.length;
      const result = wrapped(plain, { start: widened.start, end }, marker);
      if (hasEffect(result, marker.length)) return result;
    }
  }
  return null;
}

function hasEffect({ text, start, end }: Selection, size: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  return isEmphasis(line, { from: start - size - lineStart, to: end + size - lineStart });
}

function widen(text: string, { start, end }: Range, part: RegExp): Range {
  let from = start;
  let to = end;
  while (from > 0 && part.test(text.charAt(from - 1)) && part.test(text.charAt(from))) from -= 1;
  while (to < text.length && part.test(text.charAt(to)) && part.test(text.charAt(to - 1))) to += 1;
  return { start: from, end: to };
}

function wrapped(text: string, { start, end }: Range, marker: Marker): Selection {
  return {
    text: text.slice(0, start) + marker + text.slice(start, end) + marker + text.slice(end),
    start: start + marker.length,
    end: end + marker.length,
  };
}

/** White space at the ends of a selection stays outside: `** a **` is no bold text. */
function trimmed(text: string, start: number, end: number): Range {
  const selected = text.slice(start, end);
  if (selected.trim() === '') return { start: end, end };
  return {
    start: start + selected.length - selected.trimStart().length,
    end: end - selected.length + selected.trimEnd().length,
  };
}

/** A longer run of the marker's characters, as in `__init__`, is none. */
function isWrapped(text: string, { start, end }: Range, marker: Marker): boolean {
  const size = marker.length;
  if (start < 0 || end > text.length || end - start < 2 * size) return false;
  if (!text.startsWith(marker, start) || !text.slice(0, end).endsWith(marker)) return false;
  if (end - start === 2 * size) return true;
  const character = marker.charAt(0);
  return [start - 1, start + size, end - size - 1, end].every(
    (beside) => text[beside] !== character,
  );
}

function unwrapped(text: string, { start, end }: Range, size: number): Selection {
  const content = text.slice(start + size, end - size);
  return {
    text: text.slice(0, start) + content + text.slice(end),
    start,
    end: start + content.length,
  };
}
