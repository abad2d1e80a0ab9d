//! How contracts refuse an unknown user.

use crate::chat;
use crate::domain::Rejection;
use crate::http::Problem;

/// An unknown user in a body, or as the user to block, is an invalid request (400) and not a
/// missing resource (404).
pub(in crate::contracts) fn unknown_user_is_invalid(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::UserNotFound) => {
            Problem::bad_request(Rejection::UserNotFound, Rejection::UserNotFound.to_string())
        }
        error => error.into(),
    }
}
