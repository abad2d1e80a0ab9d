const MIN_CHARACTERS = 8;
const MAX_BYTES = 1024;

/** Whether the server accepts a new password. */
export function isPasswordLengthValid(password: string): boolean {
  const bytes = new TextEncoder().encode(password).length;
  return Array.from(password).length >= MIN_CHARACTERS && bytes <= MAX_BYTES;
}
