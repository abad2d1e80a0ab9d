//! Why the demo was not filled.

use crate::auth::passwords::PasswordError;
use crate::{db, directory};

/// Why the demo was not filled. The database is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused a statement.
    #[error(transparent)]
    Store(#[from] db::Error),
    /// The users could not be read.
    #[error(transparent)]
    Directory(#[from] directory::Error),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}
