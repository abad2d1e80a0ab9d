//! An event in the writer's queue.

use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::db::Error;
use crate::domain::{AppendOutcome, NewEvent};
use crate::telemetry::traces::SpanLink;

/// An event that waits for its outcome.
pub(crate) struct Pending {
    pub(super) event: NewEvent,
    pub(super) since: Instant,
    /// The span of the request, if traces are exported.
    pub(super) cause: Option<SpanLink>,
    pub(super) answer: oneshot::Sender<Result<AppendOutcome, Error>>,
}
