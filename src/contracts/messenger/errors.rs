//! Errors as the contract answers them.

use crate::chat;
use crate::contracts::messenger::wire;
use crate::contracts::shared::error_envelope::EnvelopeResponses;
use crate::domain::Rejection;
use crate::http::Problem;

/// The error answers of the REST routes, for the OpenAPI document.
pub(super) type Errors = EnvelopeResponses<wire::Failure>;

/// An unknown user in a body, or as the user to block, is an invalid request (400) and not a
/// missing resource (404).
pub(super) fn unknown_user_is_invalid(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::UserNotFound) => {
            Problem::bad_request(Rejection::UserNotFound, "there is no such user")
        }
        error => error.into(),
    }
}
