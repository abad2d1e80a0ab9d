/**
 * Which `$…$` is a formula and which is money: the rules of Pandoc's `tex_math_dollars`, and stricter
 * ones for what may stand beside the marks and between them.
 */

/** KaTeX takes long for a long formula. */
const MAX_LENGTH = 1_000;

const DOLLARS = /(?<!\\)\$+/g;
/** `5$`, `US$`, `\$` */
const NO_OPENING = /[\p{L}\p{N}$\\]$/u;
/** `$ 5`, `($)`, `$/h` */
const NO_BEGINNING = /^[\s$.,:;!?…)\]}»”"'/%]/u;
const NO_END = /[\s\\]$/u;
/** `$5-$10`, `${a}${b}` */
const NO_CLOSING = /^[\p{L}\p{N}({[\\`]/u;

const COMMANDS = /\\(?:[A-Za-z]+|.)/gu;
const INNERMOST_GROUP = /\{[^{}]*\}/g;
const MAX_DEPTH = 10;

/** Where a formula ends that begins at `from`; null if that `$` is money. */
export function formulaEnd(text: string, from: number): number | null {
  if (NO_OPENING.test(text.slice(Math.max(0, from - 2), from))) return null;
  DOLLARS.lastIndex = from;
  const opening = DOLLARS.exec(text);
  if (opening === null || opening[0].length > 2) return null;
  const begins = DOLLARS.lastIndex;
  if (NO_BEGINNING.test(text.slice(begins, begins + 1))) return null;
  const closing = DOLLARS.exec(text);
  if (closing?.[0] !== opening[0] || closing.index - begins > MAX_LENGTH) return null;
  const end = DOLLARS.lastIndex;
  if (NO_CLOSING.test(text.slice(end, end + 2))) return null;
  return isFormula(text.slice(begins, closing.index)) ? end : null;
}

function isFormula(tex: string): boolean {
  return /[\p{L}\p{N}]/u.test(tex) && !NO_END.test(tex) && !isProse(bare(tex));
}

/** Without commands and groups, in which any word may stand: `\text{км}`. */
function bare(tex: string): string {
  let left = tex.replace(COMMANDS, '+');
  for (let depth = 0; depth < MAX_DEPTH && left.includes('{'); depth++) {
    left = left.replace(INNERMOST_GROUP, '+');
  }
  return left;
}

/** Words of another script than TeX's, but not in an index: `v_ср`. */
const FOREIGN_WORD = /(?<![_^\p{L}])[^\p{Script=Latin}\p{Script=Greek}\p{Script=Common}\P{L}]{2,}/u;
const FOREIGN_LETTER = /(?<![_^\p{L}])[^\p{Script=Latin}\p{Script=Greek}\p{Script=Common}\P{L}]/u;
/** A word between words or numbers without an operator, but no differential: `5 or 10`, `a and b`. */
const SENTENCE = /[\p{L}\p{N},.;:?!]\s+[("«]?(?!d[a-z]\s)[A-Za-z]{3,}\s+[\p{L}\p{N}]/u;
const PRICE_SENTENCE = /[\p{L}\p{N},.;:?!]\s+[("«]?(?!d[a-z]\s)[A-Za-z]{2,}\s+[\p{L}\p{N}]/u;

function isProse(tex: string): boolean {
  if (/[–—]/.test(tex) || FOREIGN_WORD.test(tex)) return true;
  // `$100 и 200$`
  const isPriceLike = /^-?\p{N}|\p{N}$/u.test(tex);
  return isPriceLike ? FOREIGN_LETTER.test(tex) || PRICE_SENTENCE.test(tex) : SENTENCE.test(tex);
}
