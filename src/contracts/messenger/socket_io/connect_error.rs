//! The refusals of a CONNECT.

use std::fmt;

use axum::http::StatusCode;

use crate::http::Problem;

/// Why a CONNECT was refused: the `message` of `connect_error`.
pub(super) enum ConnectError {
    Unauthenticated,
    InvalidLastEventId,
    /// The user has reached the limit on sessions.
    TooManySessions,
    /// The session already has its one connection.
    AlreadyConnected,
    Unavailable,
}

impl From<&Problem> for ConnectError {
    fn from(problem: &Problem) -> Self {
        match problem.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Self::Unauthenticated,
            _ => Self::Unavailable,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unauthenticated => "Authentication error",
            Self::InvalidLastEventId => "Invalid last_event_id",
            Self::TooManySessions => "Too many connections",
            Self::AlreadyConnected => "Already connected",
            Self::Unavailable => "Unavailable",
        })
    }
}
