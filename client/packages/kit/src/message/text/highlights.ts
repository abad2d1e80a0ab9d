import type { Range } from './nodes.ts';

export interface HighlightedPart extends Range {
  readonly isHighlighted: boolean;
}

/** Ascending ranges without overlap, each within the text; others are dropped. */
export function normalizeHighlights(highlights: readonly (readonly number[])[]): readonly Range[] {
  const ranges: Range[] = [];
  let end = 0;
  for (const [from = -1, to = -1] of highlights) {
    if (from < end || to <= from) continue;
    ranges.push({ from, to });
    end = to;
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
