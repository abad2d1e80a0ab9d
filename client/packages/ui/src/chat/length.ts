/** The server's limit, in characters as Unicode counts them. */
export const LONGEST_MESSAGE = 10_000;

/** From here on the composer tells how many characters are left. */
export const NEAR_LIMIT = 9_500;

/** Characters, of which an emoji outside the basic plane is one. */
export function countCharacters(text: string): number {
  // UTF-16 is never shorter, so the exact count is worth its cost only near the limit.
  return text.length < NEAR_LIMIT ? text.length : Array.from(text).length;
}
