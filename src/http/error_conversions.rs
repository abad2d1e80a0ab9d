//! Turns the errors of other modules into problems, and logs those that are not the client's.

use axum::http::StatusCode;

use crate::accesses;
use crate::auth::{self, passwords::PasswordError, token_error::TokenError};
use crate::chat;
use crate::db;
use crate::directory;
use crate::domain::{Refusal, Rejection};
use crate::http::code::Code;
use crate::http::problem::Problem;

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let (status, retry_after) = match rejection.refusal() {
            Refusal::Invalid => (StatusCode::BAD_REQUEST, None),
            Refusal::Forbidden => (StatusCode::FORBIDDEN, None),
            Refusal::NotFound => (StatusCode::NOT_FOUND, None),
            Refusal::Conflict => (StatusCode::CONFLICT, None),
            Refusal::Exceeded { retry_after } => (StatusCode::TOO_MANY_REQUESTS, Some(retry_after)),
        };
        Self::new(status, rejection, rejection.to_string()).with_retry_after(retry_after)
    }
}

impl From<chat::Error> for Problem {
    fn from(error: chat::Error) -> Self {
        match error {
            chat::Error::Rejected(rejection) => rejection.into(),
            chat::Error::Unavailable(reason) => {
                tracing::warn!(
                    reason,
                    "a request could not be served: temporarily unavailable"
                );
                Self::unavailable()
            }
            chat::Error::Internal(reason) => {
                tracing::error!(reason, "a request failed");
                Self::internal()
            }
        }
    }
}

impl From<accesses::Error> for Problem {
    fn from(error: accesses::Error) -> Self {
        chat::Error::from(error).into()
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Nul => Self::bad_request(Code::InvalidBody, error.to_string()),
            error => chat::Error::from(error).into(),
        }
    }
}

impl From<auth::Error> for Problem {
    fn from(error: auth::Error) -> Self {
        use auth::Error;
        let detail = error.to_string();
        match error {
            Error::MissingToken => Self::unauthorized(Code::MissingToken, detail),
            Error::MalformedAuthorization(_) => Self::unauthorized(Code::InvalidToken, detail),
            Error::Token(error) => error.into(),
            Error::UnknownUser => Self::unauthorized(Code::UnknownUser, detail),
            Error::LoggedOut => Self::unauthorized(Code::LoggedOut, detail),
            Error::NotInThisRealm => Rejection::NotInThisRealm.into(),
            Error::InvalidKey => Self::unauthorized(Code::InvalidKey, detail),
            Error::MissingScope(_) => Self::forbidden(Code::MissingScope, detail),
            Error::NotForKeys => Self::forbidden(Code::NotForKeys, detail),
            Error::KeyRequired => Self::forbidden(Code::KeyRequired, detail),
            Error::MalformedActAs => Self::bad_request(Code::InvalidActAs, detail),
            Error::CannotActAs | Error::UserBeyondKey => {
                Self::forbidden(Code::UserBeyondKey, detail)
            }
            Error::CrossOrigin(_) => Self::forbidden(Code::CrossOrigin, detail),
            Error::WrongCredentials => Self::unauthorized(Code::WrongCredentials, detail),
            Error::WrongPassword => Self::forbidden(Code::WrongPassword, detail),
            Error::UserNotFound => Self::not_found(Rejection::UserNotFound, detail),
            Error::NotAnAdmin => Self::forbidden(Code::NotAnAdmin, detail),
            Error::RoleInUse => Self::conflict(Code::RoleInUse, detail),
            Error::InvalidLink => Self::not_found(Code::InvalidLink, detail),
            Error::NoMail => Self::not_found(Code::NoMail, detail),
            Error::TooManyFailures { retry_after } => Self::too_many(detail, retry_after),
            Error::Password(error) => error.into(),
            Error::SessionExpired => Self::unauthorized(Code::SessionExpired, detail),
            Error::LoginElsewhere => Self::not_found(Code::LoginElsewhere, detail),
            Error::Provisioning(reason) => {
                tracing::error!(reason, "a user could not be provisioned");
                Self::unavailable()
            }
            Error::Directory(error) => error.into(),
            Error::Database(error) => error.into(),
        }
    }
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::KeysUnavailable => Self::unavailable(),
            TokenError::Expired => Self::unauthorized(Code::TokenExpired, "the token has expired"),
            TokenError::Malformed
            | TokenError::WrongAlgorithm
            | TokenError::WrongKey
            | TokenError::UnknownKey
            | TokenError::WrongType
            | TokenError::WrongIssuer
            | TokenError::WrongAudience
            | TokenError::NoExpiry
            | TokenError::NotYetValid
            | TokenError::NoSubject => Self::unauthorized(Code::InvalidToken, error.to_string()),
        }
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        let detail = error.to_string();
        match error {
            PasswordError::Length => Self::bad_request(Code::InvalidPassword, detail),
            PasswordError::Busy => Self::unavailable(),
            PasswordError::TooManyAtOnce => Self::too_many(detail, 1),
            PasswordError::Failed => Self::internal(),
        }
    }
}

impl From<directory::Error> for Problem {
    fn from(error: directory::Error) -> Self {
        let detail = error.to_string();
        match error {
            directory::Error::EmailTaken => Self::conflict(Code::EmailTaken, detail),
            directory::Error::AlreadyBooked => Self::conflict(Code::LessonAlreadyBooked, detail),
            directory::Error::LessonsOverlap => Self::conflict(Code::LessonsOverlap, detail),
            directory::Error::NotScheduled => Self::conflict(Code::LessonNotScheduled, detail),
            directory::Error::NotATeacher => Self::bad_request(Code::NotATeacher, detail),
            directory::Error::NotAStudent => Self::bad_request(Code::NotAStudent, detail),
            directory::Error::UnknownTimeZone => Self::bad_request(Code::InvalidQuietHours, detail),
            directory::Error::Database(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_of_a_rejection_says_what_is_wrong() {
        for (rejection, status) in [
            (Rejection::NotAGroup, StatusCode::BAD_REQUEST),
            (Rejection::NotAParticipant, StatusCode::FORBIDDEN),
            (Rejection::ChatNotFound, StatusCode::NOT_FOUND),
            (Rejection::GroupFull, StatusCode::CONFLICT),
            (Rejection::Spam, StatusCode::TOO_MANY_REQUESTS),
        ] {
            let problem = Problem::from(rejection);
            assert_eq!(problem.status(), status, "{rejection:?}");
            assert_eq!(problem.code(), Code::Rejection(rejection));
        }
    }
}
