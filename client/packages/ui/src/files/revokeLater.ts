import { revokeObjectUrl } from './objectUrl.ts';

/** Milliseconds until an element that was given an object URL has begun to load it for sure. */
const REVOKE_AFTER_MS = 10_000;

/**
 * Revokes an object URL after a pause. An element begins to load some time after it was given the URL,
 * even if it was removed meanwhile; the load of a revoked URL fails.
 */
export function revokeLater(url: string, afterMs = REVOKE_AFTER_MS): void {
  setTimeout(() => {
    revokeObjectUrl(url);
  }, afterMs);
}
