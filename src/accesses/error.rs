//! Why an access is refused.

use crate::db;

/// Why an access was not recorded, and so must not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The route does not say where its request came from: a defect of this server.
    #[error("the source of the request is unknown")]
    UnknownSource,
    /// The database, or a refusal by it.
    #[error(transparent)]
    Database(#[from] db::Error),
}
