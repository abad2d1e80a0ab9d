import { characterStart } from '@vestnik/sdk/text';

import type { Highlight } from '../message/text/highlights.ts';

/** A piece of a text, found by the search or not. */
export interface TextPart {
  readonly text: string;
  readonly isHighlighted: boolean;
}

/** Characters in front of the first found word, so that it is in sight. */
const LEAD = 40;
const MAX_EXCERPT_LENGTH = 240;

/**
 * The part of a found message around its first found word, cut into pieces. `ranges` are those of
 * the server: ascending, in UTF-16 code units, the end exclusive.
 */
export function excerptParts(text: string, ranges: readonly Highlight[]): readonly TextPart[] {
  const from = excerptStart(text, ranges[0]?.start ?? 0);
  const to = Math.min(text.length, characterStart(text, from + MAX_EXCERPT_LENGTH));
  const parts: TextPart[] = [];
  const add = (start: number, end: number, isHighlighted: boolean) => {
    const piece = text.slice(start, end).replace(/\s+/gu, ' ');
    if (piece !== '') parts.push({ text: piece, isHighlighted });
  };
  if (from > 0) parts.push({ text: '…', isHighlighted: false });
  let at = from;
  for (const { start, end } of ranges) {
    // Ranges of an edited text may not fit any more.
    if (start < at || end <= start || end > to) continue;
    add(at, start, false);
    add(start, end, true);
    at = end;
  }
  add(at, to, false);
  if (to < text.length) parts.push({ text: '…', isHighlighted: false });
  return parts;
}

/** The beginning of a word some characters in front of the first found one. */
function excerptStart(text: string, first: number): number {
  if (first <= LEAD) return 0;
  const from = characterStart(text, first - LEAD);
  const space = text.slice(from, first).search(/\s/u);
  return space < 0 ? from : from + space + 1;
}
