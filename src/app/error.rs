//! Why the server could not start.

use std::net::SocketAddr;

use crate::attachments::StorageError;
use crate::auth::keys::KeyError;
use crate::db;
use crate::db::schema::SchemaError;
use crate::embedded;

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The private Postgres.
    #[error(transparent)]
    Embedded(#[from] embedded::Error),
    /// The schema.
    #[error("{database}: {error}")]
    Schema {
        /// The setting that names the database.
        database: &'static str,
        /// Why the schema cannot be used.
        error: SchemaError,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
    /// The configured keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The storage of attachments.
    #[error("STORAGE_URL: {0}")]
    Storage(#[from] StorageError),
    /// An address to listen on.
    #[error("{variable}: cannot listen on {address}: {reason}")]
    Listen {
        /// The setting.
        variable: &'static str,
        /// The configured address.
        address: SocketAddr,
        /// The message of the operating system.
        reason: String,
    },
}

pub(super) fn cannot_listen(
    variable: &'static str,
    address: SocketAddr,
    reason: String,
) -> StartError {
    StartError::Listen {
        variable,
        address,
        reason,
    }
}
