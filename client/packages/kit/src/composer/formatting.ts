/** A text and what is selected in it, in UTF-16 code units. */
export interface Selection {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Marker = '**' | '_' | '`';

/** The markers of the keys that are pressed together with Ctrl or ⌘. */
const MARKERS: Readonly<Record<string, Marker>> = { KeyB: '**', KeyI: '_', KeyE: '`' };

interface Chord {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The marker that a key chord stands for. By `code`: in a Russian layout Ctrl+B is Ctrl+И. */
export function markerOf({ code, ctrlKey, metaKey, altKey, shiftKey }: Chord): Marker | null {
  if (altKey || shiftKey || ctrlKey === metaKey) return null;
  return MARKERS[code] ?? null;
}

/** Wraps the selection in a marker, or removes the marker that is there already. */
export function toggleFormat({ text, start, end }: Selection, marker: Marker): Selection {
  const inner = trimmed(text, start, end);
  const size = marker.length;
  const outside = { start: inner.start - size, end: inner.end + size };
  if (isWrapped(text, outside, marker)) return unwrapped(text, outside, size);
  if (isWrapped(text, inner, marker)) return unwrapped(text, inner, size);
  return {
    text:
      text.slice(0, inner.start) +
      marker +
      text.slice(inner.start, inner.end) +
      marker +
      text.slice(inner.end),
    start: inner.start + size,
    end: inner.end + size,
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
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

function isWrapped(text: string, { start, end }: Range, marker: Marker): boolean {
  const isLongEnough = start >= 0 && end - start >= 2 * marker.length;
  return (
    isLongEnough &&
    text.startsWith(marker, start) &&
    text.slice(0, end).endsWith(marker) &&
    end <= text.length
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
