//! Waiting for another process.

use std::time::Duration;

/// The pause between two checks of something that another process is about to do.
pub(super) const POLL_INTERVAL: Duration = Duration::from_millis(50);
