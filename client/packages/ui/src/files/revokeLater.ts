/** Milliseconds until an element that was given an object URL has begun to load it for sure. */
const REVOKE_AFTER_MS = 10_000;

/**
 * Revokes an object URL that is no longer shown. Not at once: an element begins to load later than it
 * is given a URL, even if it has been removed meanwhile, and would find nothing.
 */
export function revokeLater(url: string, afterMs = REVOKE_AFTER_MS): void {
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, afterMs);
}
