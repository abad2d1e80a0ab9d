/** Cuts texts without cutting through a character that people see, such as an emoji of several code points. */

/** What browsers without `Intl.Segmenter` get: most emoji, flags, and letters with their accents. */
const GRAPHEME =
  /\r\n|\p{Regional_Indicator}{2}|[^\p{M}\u200d\p{Emoji_Modifier}]?[\p{M}\p{Emoji_Modifier}]*(?:\u200d\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}]*)*\u200d?/suy;

let segmenter: Intl.Segmenter | undefined;

/** The index, or where the character begins that it would cut through. */
export function characterStart(text: string, index: number): number {
  if (index <= 0 || index >= text.length) return index;
  if (!('Segmenter' in Intl)) return characterStartWithoutSegmenter(text, index);
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text).containing(index)?.index ?? index;
}

export function characterStartWithoutSegmenter(text: string, index: number): number {
  let start = 0;
  for (;;) {
    GRAPHEME.lastIndex = start;
    const end = start + Math.max(1, GRAPHEME.exec(text)?.[0].length ?? 0);
    if (end > index) return start;
    start = end;
  }
}

/** The beginning of a text: at most so many code points, of whole characters, as on the server. */
export function beginning(text: string, maxCodePoints: number): string {
  if (text.length <= maxCodePoints) return text;
  let end = 0;
  for (let count = 0; count < maxCodePoints && end < text.length; count++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  // A single character that is longer is cut.
  return text.slice(0, characterStart(text, end) || end);
}
