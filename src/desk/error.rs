//! Why requests to the desk fail.

use crate::audit::TranscriptError;
use crate::db;

/// Why a request to the desk failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such chat, or none that the desk may show.
    #[error("there is no such chat")]
    NoSuchChat,
    /// There is no such user.
    #[error("there is no such user")]
    NoSuchUser,
    /// As many exports as may run are running.
    #[error("too many exports at a time: wait for the others to end")]
    Busy,
    /// The time zone is unknown.
    #[error("time_zone is no name of the IANA database")]
    UnknownTimeZone,
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// An export.
    #[error(transparent)]
    Export(#[from] TranscriptError),
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}
