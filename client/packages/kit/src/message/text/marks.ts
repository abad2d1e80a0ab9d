/**
 * The marks of emphasis, `**`, `_` and `~~`, and where one may open or close it. Flanking is that of
 * CommonMark made stricter: what people write for other reasons (gaps to fill in, powers, masks of
 * numbers, paths, faces) stays text.
 */
import type { Emphasis, Range } from './nodes.ts';

export interface Mark extends Range {
  readonly kind: 'mark';
  readonly emphasis: Emphasis;
  readonly canOpen: boolean;
  readonly canClose: boolean;
  /** Between two letters: emphasises a part of a word, so only letters. */
  readonly isInWord: boolean;
}

const EMPHASIS: Readonly<Record<string, Emphasis>> = { '**': 'strong', _: 'em', '~~': 'strike' };

export function emphasisOf(run: string): Emphasis | undefined {
  return EMPHASIS[run];
}

const RUN = /\*+|_+|~+/y;
const LETTERS = /[\p{L}\p{M}]+/uy;
const LETTER = /^[\p{L}\p{M}]$/u;
const WORD = /^[\p{L}\p{M}\p{N}]$/u;
const BLANK = /^\s?$/u;
const OPENING = /^["'\p{Ps}\p{Pi}]$/u;
const CLOSING = /^["'\p{Pe}\p{Pf}]$/u;
/** Other marks, dashes longer than a hyphen, and symbols such as emoji. */
const NEUTRAL = /^(?:[*_~–—\p{So}]|\p{Emoji_Modifier}|\uFE0F)$/u;
const SENTENCE_END = /^[.,:;!?…]$/u;

/**
 * The run of mark characters that begins at `from`: a mark, or null with the end of the run if it is
 * none. `afterLink` tells that a link ends here, whose last character may be a slash.
 */
export function markAt(text: string, from: number, afterLink: boolean): Mark | Range {
  RUN.lastIndex = from;
  const run = RUN.exec(text)?.[0] ?? text.charAt(from);
  const to = from + run.length;
  const emphasis = emphasisOf(run);
  if (emphasis === undefined) return { from, to };
  const before = characterBefore(text, from);
  const after = characterAt(text, to);
  if (isSymmetric(before, after)) return { from, to };
  const isInWord = WORD.test(before) && WORD.test(after);
  if (isInWord) {
    // `snake_case`, `x**2`
    if (emphasis === 'em' || !LETTER.test(before) || !LETTER.test(after)) return { from, to };
    const canOpen = text.startsWith(run, lettersEnd(text, to));
    return { kind: 'mark', from, to, emphasis, canOpen, canClose: true, isInWord };
  }
  return {
    kind: 'mark',
    from,
    to,
    emphasis,
    canOpen: !BLANK.test(after) && after !== '/' && mayStandBefore(before, emphasis),
    canClose:
      !BLANK.test(before) && (before !== '/' || afterLink) && mayStandAfter(after, emphasis),
    isInWord,
  };
}

/** Where the letters end that begin at `from`. */
export function lettersEnd(text: string, from: number): number {
  LETTERS.lastIndex = from;
  return from + (LETTERS.exec(text)?.[0].length ?? 0);
}

/** A mark alone in quotes or brackets, or between two equal characters: `'_'`, `-_-`, `9-**-12`. */
function isSymmetric(before: string, after: string): boolean {
  if (OPENING.test(before) && CLOSING.test(after)) return true;
  return before === after && !WORD.test(before);
}

function mayStandBefore(before: string, emphasis: Emphasis): boolean {
  if (BLANK.test(before) || OPENING.test(before) || NEUTRAL.test(before)) return true;
  // An underscore is a part of names and faces: `.__class__`, `>_<`.
  return emphasis !== 'em' && !WORD.test(before) && !CLOSING.test(before);
}

function mayStandAfter(after: string, emphasis: Emphasis): boolean {
  if (BLANK.test(after) || CLOSING.test(after) || NEUTRAL.test(after)) return true;
  return emphasis === 'em' ? SENTENCE_END.test(after) : !WORD.test(after);
}

/** The whole character at an index; empty at the end. */
function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, index: number): string {
  const unit = text.charCodeAt(index - 1);
  const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
  return text.slice(Math.max(0, index - (isLowSurrogate ? 2 : 1)), index);
}
