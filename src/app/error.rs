//! Why the server could not start.

use std::net::SocketAddr;

use crate::auth::keys::KeyError;
use crate::db;
use crate::db::schema::SchemaError;
use crate::embedded;
use crate::files::StorageError;

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Embedded(#[from] embedded::Error),
    #[error("{database}: {error}")]
    Schema {
        /// The setting that names the database.
        database: &'static str,
        error: SchemaError,
    },
    #[error(transparent)]
    Database(#[from] db::Error),
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error("the HTTP client of Web Push: {0}")]
    WebPush(#[from] reqwest::Error),
    #[error("STORAGE_URL: {0}")]
    Storage(#[from] StorageError),
    #[error("{variable}: cannot listen on {address}: {reason}")]
    Listen {
        variable: &'static str,
        address: SocketAddr,
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
