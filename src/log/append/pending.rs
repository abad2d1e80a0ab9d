//! An event in the writer's queue.

use std::ops::Deref;

use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::bounds::quota::Quota;
use crate::db::Error;
use crate::domain::{AppendOutcome, NewEvent};
use crate::log::append::prepare::PreparedText;
use crate::telemetry::traces::SpanLink;

/// An event, and what was computed of its text.
pub(crate) struct PreparedEvent {
    pub(super) event: NewEvent,
    pub(super) text: Option<PreparedText>,
}

impl Deref for PreparedEvent {
    type Target = NewEvent;

    fn deref(&self) -> &NewEvent {
        &self.event
    }
}

/// The outcome of an append; `None` if the text was changed after it was prepared.
pub(crate) type Outcome = Result<Option<AppendOutcome>, Error>;

/// The outcome of an append, and what the limits leave to the actor then.
pub(crate) struct Answer {
    pub(super) outcome: Outcome,
    pub(super) quotas: Vec<Quota>,
}

impl From<Error> for Answer {
    fn from(error: Error) -> Self {
        Self {
            outcome: Err(error),
            quotas: Vec::new(),
        }
    }
}

/// An event that waits for its outcome.
pub(crate) struct Pending {
    pub(super) event: PreparedEvent,
    pub(super) since: Instant,
    /// The span of the request, if traces are exported.
    pub(super) cause: Option<SpanLink>,
    pub(super) answer: oneshot::Sender<Answer>,
}
