//! Errors of the database, by what the caller can do about them.

use metrics::counter;
use tokio_postgres::error::SqlState;

use crate::domain::Rejection;
use crate::telemetry::metrics::POOL_TIMEOUTS;

/// Why a read or a write failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An expected refusal.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The writer's queue is full; to be retried later.
    #[error("too many writes are waiting")]
    Overloaded,
    /// Postgres is down, read-only or out of resources. A write may or may not have been
    /// stored; repeating it with its `client_id` is safe.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A text has the character U+0000, which Postgres cannot store.
    #[error("a text has the character U+0000")]
    Nul,
    /// Postgres rejected the statement: a defect of this server.
    // Not a source: the driver's text is not informative, and Postgres's details contain values.
    #[error("database error: {}", describe(.0))]
    Database(tokio_postgres::Error),
}

/// The connection string cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct InvalidUrl(pub(super) String);

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl Error {
    /// The constraint that the statement would have violated, if that is the reason.
    pub fn violated_constraint(&self) -> Option<&str> {
        match self {
            Self::Database(error) => error.as_db_error()?.constraint(),
            _ => None,
        }
    }
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => classify(error),
            deadpool_postgres::PoolError::Timeout(_) => busy(),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// No connection of the pool, or of a share of it, became free in time.
pub(crate) fn busy() -> Error {
    counter!(POOL_TIMEOUTS).increment(1);
    Error::Unavailable("no connection was free in time".into())
}

/// Distinguishes transient failures from permanent ones.
pub(crate) fn classify(error: tokio_postgres::Error) -> Error {
    if is_transient(&error) {
        Error::Unavailable(describe(&error))
    } else if is_nul(&error) {
        Error::Nul
    } else {
        Error::Database(error)
    }
}

/// Whether a parameter of the statement has a text with U+0000: any other is valid UTF-8.
fn is_nul(error: &tokio_postgres::Error) -> bool {
    let nul = [
        SqlState::CHARACTER_NOT_IN_REPERTOIRE,
        SqlState::UNTRANSLATABLE_CHARACTER,
    ];
    error.code().is_some_and(|state| nul.contains(state))
}

/// Whether the same statement may succeed later.
pub(crate) fn is_transient(error: &tokio_postgres::Error) -> bool {
    let Some(state) = error.code() else {
        // No SQLSTATE: the connection itself failed, or was closed.
        return true;
    };
    // 08 connection, 53 resources, 57 operator intervention, 58 system error, 40 rollback.
    ["08", "53", "57", "58", "40"].contains(&&state.code()[..2])
        || *state == SqlState::READ_ONLY_SQL_TRANSACTION
        || *state == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
}

/// An error with its cause, which the driver's text leaves out: severity, message and SQLSTATE.
/// Never DETAIL or HINT, which may contain values of rows.
pub(crate) fn describe(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{}: {} ({})", db.severity(), db.message(), db.code().code()),
        None => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}
