//! The request handlers, a file for each noun.

pub(super) mod attachments;
pub(super) mod blocks;
pub(super) mod conversations;
pub(super) mod members;
pub(super) mod messages;
pub(super) mod socket;

use crate::chat;
use crate::domain::Rejection;
use crate::http::Problem;

/// An unknown user in a body, or as the user to block, is an invalid request (400) and not a
/// missing resource (404).
fn unknown_user_is_invalid(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::UserNotFound) => {
            Problem::bad_request(Rejection::UserNotFound, "there is no such user")
        }
        error => error.into(),
    }
}
