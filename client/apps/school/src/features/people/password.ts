/** No letters or digits that are taken for one another, read aloud or copied by hand. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A password of 16 random characters (79 bits), in groups that are easy to dictate. */
export function generatePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, randomCharacter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

function randomCharacter(): string {
  // Bytes above the last whole multiple are drawn again: all characters are equally likely.
  const limit = 256 - (256 % ALPHABET.length);
  let byte = limit;
  while (byte >= limit) byte = crypto.getRandomValues(new Uint8Array(1))[0] ?? limit;
  return ALPHABET.charAt(byte % ALPHABET.length);
}
