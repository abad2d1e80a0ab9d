import type { Range } from './nodes.ts';

/** A found word, as the server's search answers with it: in UTF-16 code units, the end exclusive. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
}

export interface HighlightedPart extends Range {
  readonly isHighlighted: boolean;
}

/** Ascending ranges without overlap, each within the text; others are dropped. */
export function normalizeHighlights(highlights: readonly Highlight[]): readonly Range[] {
  const ranges: Range[] = [];
  let last = 0;
  for (const { start, end } of highlights) {
    if (start < last || end <= start) continue;
    ranges.push({ from: start, to: end });
    last = end;
  }
  return ranges;
}

/** Cuts a part of the text where a highlight begins or ends. */
export function splitByHighlights(
  { from, to }: Range,
  highlights: readonly Range[],
): readonly HighlightedPart[] {
  const parts: HighlightedPart[] = [];
  let position = from;
  for (const highlight of highlights) {
    const start = Math.max(highlight.from, position);
    const end = Math.min(highlight.to, to);
    if (end <= start) continue;
    if (start > position) parts.push({ from: position, to: start, isHighlighted: false });
    parts.push({ from: start, to: end, isHighlighted: true });
    position = end;
  }
  if (position < to) parts.push({ from: position, to, isHighlighted: false });
  return parts;
}
