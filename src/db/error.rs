//! What can go wrong between here and Postgres, by what the caller can do about it.

use tokio_postgres::error::SqlState;

use crate::domain::Rejection;
use crate::log::metrics::METRICS;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An expected "no".
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The writer's queue is full: try again in a moment.
    #[error("too many writes are waiting")]
    Overloaded,
    /// Postgres is away, read-only, or out of room. A write may or may not have been
    /// stored; repeating it with its `client_id` is safe.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Postgres did not like the statement: a defect of this server.
    // Not a source: the driver's own words are none, and Postgres's details have values in them.
    #[error("database error: {}", describe(.0))]
    Database(tokio_postgres::Error),
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl Error {
    /// The constraint that a statement would have violated, if that is what happened.
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

/// No connection of the pool, or of a share of it, was free in time.
pub(crate) fn busy() -> Error {
    METRICS.pool_timeouts.increment(1);
    Error::Unavailable("no connection was free in time".into())
}

/// Sorts a failure into "not now" and "never".
pub(crate) fn classify(error: tokio_postgres::Error) -> Error {
    if is_transient(&error) {
        Error::Unavailable(describe(&error))
    } else {
        Error::Database(error)
    }
}

/// Whether the same statement may well succeed later, unchanged.
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

/// An error with its cause, which the driver's own text leaves out: Postgres's severity, message
/// and SQLSTATE. Neither its DETAIL nor its HINT, which may have the values of rows in them.
pub(crate) fn describe(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{}: {} ({})", db.severity(), db.message(), db.code().code()),
        None => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}
