//! The socket of a subscriber, for events that need no task.

use std::sync::Arc;

use tokio::time::Instant;

use super::shared_event::SharedEvent;

/// Writes events for a subscriber whose task waits.
pub trait Outlet: Send + Sync {
    /// Writes events without waiting. `now` is the current time, or a moment earlier.
    fn write(&self, events: &[Arc<SharedEvent>], now: Instant) -> Written;
}

/// What an [`Outlet`] has written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written {
    /// Events that the outlet has taken over. The task delivers the others.
    pub events: usize,
    /// Whether they are written. Otherwise the outlet keeps what the task has to write first.
    pub is_complete: bool,
}
