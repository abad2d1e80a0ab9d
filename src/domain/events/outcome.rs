//! The outcomes of appending an event.

use std::ops::Deref;
use std::sync::Arc;

use super::event::Event;

/// The outcome of a command that was not refused.
#[derive(Debug, Clone)]
pub enum AppendOutcome {
    /// The event was appended, durably.
    New(StoredEvent),
    /// It was appended before, with the same `client_id` or for the same pair: the existing event.
    Duplicate(StoredEvent),
    NoChange,
}

/// An event as it is in the log, with the columns that are read with it: a response needs no
/// further query.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    pub event: Arc<Event>,
    /// Of a duplicate: whether the message, or the chat, was deleted since.
    pub is_deleted: bool,
}

impl Deref for StoredEvent {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.event
    }
}
