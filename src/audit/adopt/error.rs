//! Why the data of an application could not be brought.

use crate::audit::import::ImportError;
use crate::db::{Error, classify};

/// Why the data of an application could not be brought.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// It has no tables of this server, or old ones.
    #[error("the database is not up to date: run `vestnik migrate` first")]
    NotMigrated,
    /// The database that the data is brought to.
    #[error(transparent)]
    Store(#[from] Error),
    /// The import of the events.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The origin's database.
    #[error("the origin: {0}")]
    Origin(Error),
    /// The origin has no such schema.
    #[error("the origin has no schema {0:?}")]
    NoSchema(String),
    /// Its tables are those of this server.
    #[error("the schema {0:?} of the origin is Vestnik's own")]
    OwnSchema(String),
    /// It is not a name that the origin's Postgres knows.
    #[error("the origin's Postgres has no time zone {0:?}")]
    TimeZone(String),
    /// Not the tables of this application.
    #[error("the origin lacks {0}: docs/moving-in.md has the tables of each application")]
    Missing(String),
}

/// An error of the origin's database.
pub(super) fn of_origin(error: tokio_postgres::Error) -> AdoptError {
    AdoptError::Origin(classify(error))
}

impl From<tokio_postgres::Error> for AdoptError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(classify(error))
    }
}
