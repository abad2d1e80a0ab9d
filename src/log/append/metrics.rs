//! Counts the outcomes of events to append.

use metrics::counter;

use crate::db::Error;
use crate::domain::AppendOutcome;
use crate::log::append::pending::Outcome;
use crate::telemetry::metrics::{APPEND_EVENTS, APPEND_REFUSED, APPEND_REPEATS};

/// Counts the outcome of one event.
pub(super) fn count(outcome: &Outcome) {
    match outcome {
        Ok(Some(AppendOutcome::New(_))) => counter!(APPEND_EVENTS).increment(1),
        Ok(Some(AppendOutcome::Duplicate(_))) => counter!(APPEND_REPEATS).increment(1),
        Ok(Some(AppendOutcome::NoChange) | None) => {}
        Err(error) => count_refused(error),
    }
}

/// Counts an event that was not appended.
pub(super) fn count_refused(error: &Error) {
    let code = match error {
        Error::Rejected(rejection) => rejection.code(),
        Error::Overloaded => "queue_full",
        Error::Unavailable(_) => "unavailable",
        Error::Nul | Error::Database(_) => "database",
    };
    counter!(APPEND_REFUSED, "code" => code).increment(1);
}

/// Counts an event that arrived after the writer had stopped.
pub(super) fn refused_at_shutdown() {
    counter!(APPEND_REFUSED, "code" => "shutting_down").increment(1);
}
