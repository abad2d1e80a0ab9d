/** The beginning of a text, in one line; what does not fit is cut by the layout. */
export function toSingleLine(text: string): string {
  return text
    .slice(0, MAX_PREVIEW_LENGTH * 2)
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, MAX_PREVIEW_LENGTH);
}

const MAX_PREVIEW_LENGTH = 160;
