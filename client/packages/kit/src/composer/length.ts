/** The server's limit in most realms, in characters as Unicode counts them. */
export const MAX_MESSAGE_LENGTH = 10_000;

/** The part of the limit from which on the composer shows how many characters are left. */
const COUNTER_THRESHOLD = 0.95;

/** The state of a text beside its limit. */
export interface LengthState {
  /** Null while the limit is far. Negative: the text is too long by so many. */
  readonly charactersLeft: number | null;
  readonly isTooLong: boolean;
}

export function lengthState(text: string, maxLength: number): LengthState {
  const threshold = Math.floor(maxLength * COUNTER_THRESHOLD);
  // UTF-16 is never shorter, so the exact count is worth its cost only near the limit.
  const characters = text.length < threshold ? text.length : countCharacters(text);
  return {
    charactersLeft: characters < threshold ? null : maxLength - characters,
    isTooLong: characters > maxLength,
  };
}

/** Characters, of which an emoji outside the basic plane is one. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}
