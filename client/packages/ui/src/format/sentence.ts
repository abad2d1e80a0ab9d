/** A text with a full stop at its end: not with two, as after a date of «2026 г.». */
export function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
