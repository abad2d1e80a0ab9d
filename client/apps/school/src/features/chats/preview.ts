/** The beginning of a text, in one line; what does not fit is cut by the layout. */
export function oneLine(text: string): string {
  return text
    .slice(0, LONGEST_PREVIEW * 2)
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, LONGEST_PREVIEW);
}

const LONGEST_PREVIEW = 160;
