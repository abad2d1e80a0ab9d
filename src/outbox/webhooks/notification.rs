//! A notification, and the result of sending it.

use uuid::Uuid;

use crate::outbox::signed_post::Failure;

/// A message that a user is to be notified of.
pub(super) struct Notification {
    pub(super) id: Uuid,
    pub(super) user_id: i64,
    pub(super) attempts: i32,
    pub(super) chat_id: i64,
    /// The first 100 characters of the message, of whole graphemes.
    pub(super) beginning: String,
}

/// The result of an attempt to deliver a notification.
pub(super) struct Attempt {
    pub(super) id: Uuid,
    pub(super) user_id: i64,
    pub(super) failure: Option<Failure>,
}
