import { thumbHashToDataURL } from 'thumbhash';

/** A blurred picture of a ThumbHash in Base64; null if it is none. */
export function placeholderUrl(placeholder: string | null): string | null {
  if (placeholder === null) return null;
  try {
    const bytes = Uint8Array.from(atob(placeholder), (char) => char.charCodeAt(0));
    // Shorter than its own head, it would be read as black.
    return bytes.length < 5 ? null : thumbHashToDataURL(bytes);
  } catch {
    return null;
  }
}
