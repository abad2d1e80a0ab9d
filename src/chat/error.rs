//! Why a request to the chats failed.

use crate::accesses;
use crate::db;
use crate::domain::Rejection;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An expected refusal.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Temporarily impossible. A write may or may not have happened; repeating one with a
    /// `client_id` is safe.
    #[error("{0}")]
    Unavailable(String),
    /// A defect of this server.
    #[error("{0}")]
    Internal(String),
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Rejected(rejection) => Self::Rejected(rejection),
            db::Error::Overloaded | db::Error::Unavailable(_) => {
                Self::Unavailable(error.to_string())
            }
            db::Error::Nul | db::Error::Database(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<accesses::Error> for Error {
    fn from(error: accesses::Error) -> Self {
        match error {
            accesses::Error::Database(error) => error.into(),
            accesses::Error::UnknownSource => Self::Internal(error.to_string()),
        }
    }
}
