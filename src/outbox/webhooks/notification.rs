//! A notification, and the result of sending it.

use std::time::Duration;

use uuid::Uuid;

/// A message that a user is to be notified of.
pub(super) struct Notification {
    pub(super) id: Uuid,
    pub(super) user_id: i64,
    pub(super) attempts: i32,
    pub(super) chat_id: i64,
    /// The first 100 characters of the message.
    pub(super) beginning: String,
}

/// The result of an attempt to deliver a notification.
pub(super) struct Attempt {
    pub(super) id: Uuid,
    pub(super) user_id: i64,
    pub(super) failure: Option<Failure>,
}

/// Why an attempt failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) reason: String,
    /// How long to wait before the next attempt.
    pub(super) wait: Duration,
    /// How long the receiver asks for no requests at all.
    pub(super) pause: Option<Duration>,
}
