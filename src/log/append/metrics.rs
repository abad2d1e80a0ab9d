//! Counts the outcomes of events to append.

use metrics::counter;

use crate::db::Error;
use crate::domain::AppendOutcome;
use crate::telemetry::metrics::{APPEND_EVENTS, APPEND_REFUSED, APPEND_REPEATS};

/// Counts the outcome of one event.
pub(super) fn count(answer: &Result<AppendOutcome, Error>) {
    let code = match answer {
        Ok(AppendOutcome::New(_)) => return counter!(APPEND_EVENTS).increment(1),
        Ok(AppendOutcome::Duplicate(_)) => return counter!(APPEND_REPEATS).increment(1),
        Ok(AppendOutcome::NoChange) => return,
        Err(Error::Rejected(rejection)) => rejection.code(),
        Err(Error::Overloaded) => "queue_full",
        Err(Error::Unavailable(_)) => "unavailable",
        Err(Error::Database(_)) => "database",
    };
    counter!(APPEND_REFUSED, "code" => code).increment(1);
}

/// Counts an event that arrived after the writer had stopped.
pub(super) fn refused_at_shutdown() {
    counter!(APPEND_REFUSED, "code" => "shutting_down").increment(1);
}
