//! Limits that several steps keep.

use std::time::Duration;

/// Largest message of a client in bytes; for polling, the largest request.
pub(super) const MAX_MESSAGE: usize = 256 * 1024;
/// How long a client may take to send CONNECT, and to upgrade from polling.
pub(super) const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
